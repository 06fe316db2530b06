package dev.jcompose.model.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Loads projects in a JVM of its own that has little memory, and ends it when it takes too long. */
final class BoundedLoad {

    private static final String HEAD = "== ";

    private BoundedLoad() {}

    /**
     * The problems of the project in each folder, as users see them; {@code loaded} for one without.
     *
     * @param memory of the JVM, as {@code 256m}
     * @throws AssertionError when it runs out of memory or time
     */
    static Map<String, String> problems(List<Path> folders, String memory, Duration time)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + memory,
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                BoundedLoad.class.getName()));
        folders.forEach(folder -> command.add(folder.toString()));
        Path output = Files.createTempFile("bounded-load", ".txt");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            boolean ended = process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
            process.destroyForcibly().waitFor();
            String text = Files.readString(output);
            assertThat(ended).as("within %s: %s", time, text).isTrue();
            assertThat(process.exitValue()).as(text).isZero();
            return byFolder(text);
        } finally {
            Files.delete(output);
        }
    }

    private static Map<String, String> byFolder(String text) {
        var result = new LinkedHashMap<String, String>();
        String folder = "";
        for (String line : text.split("(?<=\n)")) {
            if (line.startsWith(HEAD)) {
                folder = line.substring(HEAD.length()).strip();
                result.put(folder, "");
            } else {
                result.merge(folder, line, String::concat);
            }
        }
        return result;
    }

    public static void main(String[] folders) {
        var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        for (String name : folders) {
            var folder = new ProjectFolder(Path.of(name));
            out.println(HEAD + folder.path().getFileName());
            LoadResult result = folder.load();
            out.print(result.project().isPresent() ? "loaded\n" : folder.text(result));
        }
    }
}
