package dev.jcompose.engine.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jcompose.engine.AttachRequest;
import dev.jcompose.engine.ExecRequest;
import dev.jcompose.engine.LogRequest;
import dev.jcompose.engine.OutputSink.Channel;
import dev.jcompose.engine.Stdio;
import dev.jcompose.engine.TerminalWindow;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Output, attachments, and commands run inside. For engines with real containers. */
public abstract class StreamsContract extends RealContainers {
    @Test
    void stdoutAndStderrComeApartWithTheirTimes() throws Exception {
        var id = create(command("echo out; echo err >&2"));
        containers().start(id);
        containers().awaitExit(id);
        var stdout = new ByteArrayOutputStream();
        var stderr = new ByteArrayOutputStream();

        containers()
                .logs(
                        id,
                        LogRequest.everything(),
                        (channel, bytes) -> (channel == Channel.STDOUT ? stdout : stderr).writeBytes(bytes));

        assertThat(stdout.toString(StandardCharsets.UTF_8)).matches("\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z out\n");
        assertThat(stderr.toString(StandardCharsets.UTF_8)).endsWith("Z err\n");
    }

    @Test
    void tailDeliversTheLastLinesOnly() throws Exception {
        var id = create(command("echo 1; echo 2; echo 3"));
        containers().start(id);
        containers().awaitExit(id);
        var output = new ByteArrayOutputStream();

        containers()
                .logs(
                        id,
                        new LogRequest(
                                LogRequest.Follow.NO,
                                Optional.empty(),
                                Optional.empty(),
                                OptionalLong.of(1),
                                LogRequest.Timestamps.NONE),
                        (channel, bytes) -> output.writeBytes(bytes));

        assertThat(output.toString(StandardCharsets.UTF_8)).isEqualTo("3\n");
    }

    @Test
    void anAttachmentBeforeTheStartMissesNothingAndFeedsTheInput() throws Exception {
        var id = create(s -> command("echo first; cat").apply(s).stdinOpen(true), attachedOnce());
        var output = new ByteArrayOutputStream();
        var stdio = new Stdio(
                Optional.of(new ByteArrayInputStream("typed".getBytes(StandardCharsets.UTF_8))),
                (channel, bytes) -> output.writeBytes(bytes),
                Optional.empty());

        try (var attachment = containers().attach(id, AttachRequest.live(), stdio)) {
            containers().start(id);
            attachment.awaitEnd();
        }

        assertThat(containers().awaitExit(id)).isZero();
        assertThat(output.toString(StandardCharsets.UTF_8)).isEqualTo("first\ntyped");
    }

    @Test
    void aCommandRunsInsideWithItsInputEnvironmentAndExitCode() throws Exception {
        var id = started(command("sleep 60"));
        var output = new ByteArrayOutputStream();
        var request = new ExecRequest(
                List.of("/bin/sh", "-c", "cat; echo $WORD in $PWD; exit 7"),
                List.of("WORD=hello"),
                Optional.empty(),
                Optional.of("/tmp"),
                ExecRequest.Privileges.OF_CONTAINER,
                ExecRequest.Tty.NONE,
                Optional.empty());
        var stdio = new Stdio(
                Optional.of(new ByteArrayInputStream("typed\n".getBytes(StandardCharsets.UTF_8))),
                (channel, bytes) -> output.writeBytes(bytes),
                Optional.empty());

        assertThat(containers().exec(id, request, stdio)).isEqualTo(7);
        assertThat(output.toString(StandardCharsets.UTF_8)).isEqualTo("typed\nhello in /tmp\n");
    }

    @Test
    void aCommandThatCannotBeRunExitsWith126Or127() throws Exception {
        var id = started(command("sleep 60"));

        int exit = containers()
                .exec(id, ExecRequest.of(List.of("/no/such/program")), Stdio.outputTo((channel, bytes) -> {}));

        assertThat(exit).isBetween(126, 127);
    }

    @Test
    void aTerminalHasTheSizeOfTheClients() throws Exception {
        var id = started(command("sleep 60"));
        var output = new ByteArrayOutputStream();
        // The size is told while the shell starts: it prints it once its first input arrives.
        var request = new ExecRequest(
                List.of("/bin/sh", "-c", "echo ready; read line; stty size"),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                ExecRequest.Privileges.OF_CONTAINER,
                ExecRequest.Tty.ALLOCATE,
                Optional.empty());
        var typed = new java.io.PipedOutputStream();
        var stdio = new Stdio(
                Optional.of(new java.io.PipedInputStream(typed)),
                (channel, bytes) -> {
                    output.writeBytes(bytes);
                    if (output.toString(StandardCharsets.UTF_8).equals("ready\r\n")) {
                        type(typed, "\n");
                    }
                },
                Optional.of(new FixedWindow(new TerminalWindow.Size(97, 31))));

        assertThat(containers().exec(id, request, stdio)).isZero();
        assertThat(output.toString(StandardCharsets.UTF_8)).contains("31 97");
    }

    private static void type(java.io.OutputStream keyboard, String text) {
        try {
            keyboard.write(text.getBytes(StandardCharsets.UTF_8));
            keyboard.flush();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private record FixedWindow(TerminalWindow.Size size) implements TerminalWindow {
        @Override
        public Watch watch(Consumer<Size> onChange) {
            return () -> {};
        }
    }
}
