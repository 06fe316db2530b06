package dev.jcompose.cli.command;

import dev.jcompose.cli.terminal.Terminal;
import dev.jcompose.engine.operation.Consent;
import dev.jcompose.planner.resource.ResourceRef;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Asks the user at the terminal. Without one the answer is no. */
final class Prompt implements Consent {
    /** What a flag says about all questions. */
    enum Preset {
        ASK,
        YES
    }

    private final Session session;
    private final Preset preset;

    Prompt(Session session, Preset preset) {
        this.session = session;
        this.preset = preset;
    }

    @Override
    public Answer toReplace(ResourceRef.Volume volume) {
        return ask("Volume \"" + volume.name()
                + "\" exists but doesn't match configuration in compose file. Recreate (data will be lost)?");
    }

    Answer ask(String question) {
        if (preset == Preset.YES) {
            return Answer.YES;
        }
        if (!session.invocation().terminal().isTerminal(Terminal.Stream.IN)) {
            return Answer.NO;
        }
        session.err().print(question + " (y/N) ");
        session.err().flush();
        try {
            String line = readLine(session.invocation().in()).strip().toLowerCase(Locale.ROOT);
            return line.equals("y") || line.equals("yes") ? Answer.YES : Answer.NO;
        } catch (IOException e) {
            return Answer.NO;
        }
    }

    /** Byte by byte, so that nothing behind the line is taken from who reads next. */
    private static String readLine(InputStream in) throws IOException {
        var line = new java.io.ByteArrayOutputStream();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            line.write(next);
        }
        return line.toString(StandardCharsets.UTF_8);
    }
}
