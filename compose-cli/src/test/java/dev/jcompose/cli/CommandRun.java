package dev.jcompose.cli;

import dev.jcompose.cli.command.EngineSource;
import dev.jcompose.cli.command.GlobalOptions;
import dev.jcompose.cli.terminal.Invocation;
import dev.jcompose.cli.terminal.Signals;
import dev.jcompose.cli.terminal.Terminal;
import dev.jcompose.engine.Engine;
import dev.jcompose.engine.docker.endpoint.EndpointChoice;
import dev.jcompose.engine.docker.endpoint.NativeDaemon;
import dev.jcompose.engine.docker.endpoint.NativeRoot;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** A whole command, from the words to the exit code, and what it wrote. */
record CommandRun(int code, String out, String err) {

    /** Runs it in a directory, on an engine. */
    static CommandRun of(Path directory, Engine engine, Map<String, String> environment, String... words) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        int code = new CommandLine(new OneEngine(engine, directory), Clock.systemUTC())
                .run(new Invocation(
                        List.of(words),
                        environment,
                        directory,
                        new ByteArrayInputStream(new byte[0]),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        Terminal.none(),
                        Signals.none()));
        return new CommandRun(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private record OneEngine(Engine engine, Path directory) implements EngineSource {
        @Override
        public Engine open(GlobalOptions options, Invocation invocation) {
            return engine;
        }

        @Override
        public EndpointChoice choose(GlobalOptions options, Invocation invocation) {
            return new EndpointChoice.Native(new NativeRoot(directory), "the test");
        }

        @Override
        public NativeDaemon nativeDaemon(Invocation invocation) {
            throw new UnsupportedOperationException("no daemon in this test");
        }
    }
}
