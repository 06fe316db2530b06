package dev.jcompose.cli;

import dev.jcompose.cli.terminal.ProcessHost;
import java.time.Clock;
import java.time.ZoneId;

/** Runs one command for this process. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        ProcessHost.run(arguments, new CommandLine(new EndpointEngines(), Clock.system(ZoneId.systemDefault()))::run);
    }
}
