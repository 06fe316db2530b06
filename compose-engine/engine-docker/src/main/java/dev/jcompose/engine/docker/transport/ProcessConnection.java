package dev.jcompose.engine.docker.transport;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A connection over the standard streams of a process: {@code ssh host docker system dial-stdio}. */
final class ProcessConnection extends Connection {
    private static final int WORDS_LIMIT = 4096;

    private final Process process;
    private final CompletableFuture<String> complaint = new CompletableFuture<>();

    private ProcessConnection(Process process) {
        super(process.getInputStream(), process.getOutputStream());
        this.process = process;
        Thread.ofVirtual().name("ssh-stderr").start(() -> {
            try (var errors = process.getErrorStream()) {
                byte[] first = errors.readNBytes(WORDS_LIMIT);
                errors.transferTo(java.io.OutputStream.nullOutputStream());
                complaint.complete(new String(first, StandardCharsets.UTF_8).strip());
            } catch (IOException e) {
                complaint.complete("");
            }
        });
    }

    static ProcessConnection open(EngineAddress.Ssh address) throws IOException {
        return new ProcessConnection(new ProcessBuilder(command(address)).start());
    }

    static List<String> command(EngineAddress.Ssh address) {
        var command = new ArrayList<>(List.of("ssh", "-o", "ConnectTimeout=30", "-T"));
        address.port().ifPresent(port -> command.addAll(List.of("-p", port.toString())));
        // "--": a host name that begins with a dash must not become an option of ssh.
        command.addAll(List.of("--", address.destination(), "docker"));
        address.remoteSocket().ifPresent(socket -> command.addAll(List.of("--host", "unix://" + socket)));
        command.addAll(List.of("system", "dial-stdio"));
        return command;
    }

    /** What ssh said before it ended; empty while it runs or when it said nothing. */
    String complaint() {
        try {
            return process.waitFor(1, TimeUnit.SECONDS) ? complaint.get(1, TimeUnit.SECONDS) : "";
        } catch (ExecutionException | TimeoutException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    @Override
    void shutdownOutput() throws IOException {
        process.getOutputStream().close();
    }

    @Override
    boolean usable() {
        return process.isAlive();
    }

    @Override
    void end() {
        process.destroy();
    }
}
