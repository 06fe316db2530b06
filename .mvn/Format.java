import com.palantir.javaformat.java.Formatter;
import com.palantir.javaformat.java.FormatterException;
import com.palantir.javaformat.java.JavaFormatterOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Checks ({@code check}) or fixes ({@code fix}) the format of the Java sources under the current directory.
 *
 * <p>A program of its own, because the formatter needs the javac of JDK 25 while Maven may run on an older one.
 */
final class Format {
    private static final Formatter FORMATTER = Formatter.createFormatter(JavaFormatterOptions.builder()
            .style(JavaFormatterOptions.Style.PALANTIR)
            .formatJavadoc(false)
            .build());

    private Format() {}

    public static void main(String[] args) throws IOException {
        boolean fix = List.of(args).contains("fix");
        List<Path> wrong;
        try (Stream<Path> tree = Files.walk(Path.of("."), 12)) {
            wrong = tree.filter(Format::isSource).sorted().toList().parallelStream()
                    .filter(file -> !isFormatted(file, fix))
                    .toList();
        }
        for (Path file : wrong) {
            System.err.println((fix ? "formatted: " : "not formatted: ") + file.normalize());
        }
        if (!wrong.isEmpty() && !fix) {
            System.err.println(wrong.size() + " files are not formatted; to fix them: mvn -N verify -Dformat=fix");
            System.exit(1);
        }
    }

    private static boolean isSource(Path file) {
        String path = file.toString();
        return path.endsWith(".java") && path.contains("/src/") && !path.contains("/target/");
    }

    private static boolean isFormatted(Path file, boolean fix) {
        try {
            String source = Files.readString(file);
            String formatted = FORMATTER.formatSourceAndFixImports(source);
            if (source.equals(formatted)) {
                return true;
            }
            if (fix) {
                Files.writeString(file, formatted);
            }
            return false;
        } catch (FormatterException e) {
            System.err.println(file.normalize() + ": " + e.getMessage());
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
