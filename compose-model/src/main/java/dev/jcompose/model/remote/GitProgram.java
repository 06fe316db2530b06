package dev.jcompose.model.remote;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Runs {@code git}: it asks nobody anything, runs no hooks, and speaks no transports but the known ones. */
final class GitProgram {

    private static final int LONGEST_ANSWER = 1 << 20;
    /** Of a complaint: the last ones say most. */
    private static final int LINES_SHOWN = 3;

    private static final List<String> SETTINGS =
            List.of("-c", "core.hooksPath=/dev/null", "-c", "http.lowSpeedLimit=1", "-c", "http.lowSpeedTime=60");

    private final String program;
    private final Map<String, String> environment;

    GitProgram(Map<String, String> environment) {
        this("git", environment);
    }

    GitProgram(String program, Map<String, String> environment) {
        this.program = program;
        this.environment = environment;
    }

    /**
     * What it prints.
     *
     * @param what for the message, such as {@code git fetch of https://host/repo.git}
     * @throws IOException with what it complained about
     */
    String run(String what, List<String> arguments) throws IOException, InterruptedException {
        Process process = start(arguments);
        try (InputStream out = process.getInputStream();
                InputStream err = process.getErrorStream()) {
            var complaint = new CompletableFuture<String>();
            Thread.ofVirtual().start(() -> complete(complaint, err));
            var answer = new CompletableFuture<String>();
            Thread.ofVirtual().start(() -> complete(answer, out));
            int code = process.waitFor();
            if (code != 0) {
                String said = complaint.join().strip();
                throw new IOException(what + " failed: " + reason(said).orElse("exit code " + code));
            }
            return answer.join();
        } catch (CompletionException e) {
            String cause = e.getCause() == null ? e.getMessage() : e.getCause().getMessage();
            throw new IOException(what + " failed: " + cause, e);
        } finally {
            process.destroy();
        }
    }

    /** What ssh and others say comes first, then what git itself says is wrong, and then what it might come from. */
    private static Optional<String> reason(String said) {
        List<String> lines = new ArrayList<>();
        for (String line : said.lines().map(String::strip).toList()) {
            boolean last = line.startsWith("fatal: ") || line.startsWith("error: ");
            if (!line.isEmpty() && !line.startsWith("warning: ") && !line.startsWith("hint: ")) {
                lines.add(!last && line.endsWith(".") ? line.substring(0, line.length() - 1) : line);
            }
            if (last) {
                break;
            }
        }
        List<String> nearest = lines.subList(Math.max(0, lines.size() - LINES_SHOWN), lines.size());
        return nearest.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", nearest));
    }

    private Process start(List<String> arguments) throws IOException {
        List<String> words = new ArrayList<>();
        words.add(executable());
        words.addAll(SETTINGS);
        words.addAll(arguments);
        var builder = new ProcessBuilder(words).redirectInput(new File("/dev/null"));
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.environment().put("GIT_TERMINAL_PROMPT", "0");
        builder.environment().put("GIT_ALLOW_PROTOCOL", "file:git:http:https:ssh");
        builder.environment().put("LC_ALL", "C");
        return builder.start();
    }

    /** Looked up where the user would find it: this process may have been started with another search path. */
    private String executable() throws IOException {
        String path = environment.getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin");
        for (String directory : path.split(File.pathSeparator, -1)) {
            Path candidate = Path.of(directory).resolve(program);
            if (candidate.isAbsolute() && Files.isExecutable(candidate) && !Files.isDirectory(candidate)) {
                return candidate.toString();
            }
        }
        throw new IOException("reading from Git repositories needs the program " + program + ", which is not in PATH ("
                + path + "); install it");
    }

    /** The rest is read too, so that the program does not wait for somebody to take it. */
    private static void complete(CompletableFuture<String> text, InputStream from) {
        try {
            byte[] start = from.readNBytes(LONGEST_ANSWER);
            from.transferTo(OutputStream.nullOutputStream());
            text.complete(new String(start, StandardCharsets.UTF_8));
        } catch (IOException e) {
            text.completeExceptionally(e);
        }
    }
}
