package dev.jcompose.model.load;

import dev.jcompose.model.Project;
import dev.jcompose.model.problem.ProblemLog;
import dev.jcompose.model.yaml.Node;
import dev.jcompose.model.yaml.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * What a file costs by its number of services: {@code parse} up to nodes, {@code load} all the way to a project. The heap has one
 * size from the beginning: growing with what is loaded, the collector would copy the large files' nodes again and again.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {"-XX:+UseSerialGC", "-Xms4g", "-Xmx4g", "-Xmn3g"})
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
public class LoadBenchmark {

    /** How much more ten times as many services may cost. */
    private static final double MOST_FOR_TEN_TIMES = 15;

    @Param({"10", "100", "1000", "10000"})
    int services;

    private Path directory = Path.of("");
    private String text = "";

    @Setup
    public void write() throws IOException {
        var file = new StringBuilder("services:\n");
        for (int i = 0; i < services; i++) {
            file.append(service(i));
        }
        text = file.append("volumes: {data: }\nnetworks: {front: , back: }\n").toString();
        directory = Files.createTempDirectory("load-benchmark");
        Files.writeString(directory.resolve("compose.yaml"), text);
    }

    private static String service(int number) {
        String dependency = number % 10 == 0 ? "" : "    depends_on: [service-" + (number - 1) + "]\n";
        return """
              service-%d:
                image: registry.example/app-%d:${TAG:-latest}
                command: ["serve", "--port", "8080"]
                environment:
                  NUMBER: %d
                  MODE: ${MODE-production}
                ports: ["%d:8080"]
                volumes: ["data:/var/lib/app", "./conf/%d:/etc/app:ro"]
                networks: [front, back]
                labels: {role: app}
                healthcheck: {test: curl -f localhost:8080, interval: 10s, retries: 3}
                deploy: {resources: {limits: {cpus: "0.5", memory: 128m}}}
            """.formatted(number, number, number, 1024 + number, number) + dependency;
    }

    @TearDown
    public void remove() throws IOException {
        Files.delete(directory.resolve("compose.yaml"));
        Files.delete(directory);
    }

    @Benchmark
    public List<Node> parse() {
        return new YamlReader(directory, new ProblemLog()).read(text);
    }

    @Benchmark
    public Project load() throws LoadException {
        return ComposeLoader.builder()
                .workingDirectory(directory)
                .projectName("benchmark")
                .environment(Map.of("TAG", "1"))
                .build()
                .load()
                .orThrow();
    }

    /**
     * Runs with options of JMH, then compares 10,000 services with 1,000.
     *
     * @throws IllegalStateException when the cost grows faster than the file
     */
    public static void main(String[] arguments) throws CommandLineOptionException, RunnerException {
        var options = new OptionsBuilder()
                .parent(new CommandLineOptions(arguments))
                .include(LoadBenchmark.class.getName())
                .build();
        Collection<RunResult> results = new Runner(options).run();
        for (String benchmark : List.of("parse", "load")) {
            double ratio = milliseconds(results, benchmark, "10000") / milliseconds(results, benchmark, "1000");
            System.out.printf(Locale.ROOT, "%s: 10,000 services cost %.1f times 1,000%n", benchmark, ratio);
            if (ratio > MOST_FOR_TEN_TIMES) {
                throw new IllegalStateException(benchmark + " does not grow linearly: " + ratio);
            }
        }
    }

    /** Of the best iteration, which a busy machine disturbed least; not a number when the options left it out. */
    private static double milliseconds(Collection<RunResult> results, String benchmark, String services) {
        return results.stream()
                .filter(result -> result.getParams().getBenchmark().endsWith("." + benchmark))
                .filter(result -> result.getParams().getParam("services").equals(services))
                .mapToDouble(result -> result.getPrimaryResult().getStatistics().getMin())
                .findFirst()
                .orElse(Double.NaN);
    }
}
