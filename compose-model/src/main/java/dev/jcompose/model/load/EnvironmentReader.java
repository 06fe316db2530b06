package dev.jcompose.model.load;

import dev.jcompose.model.interpolate.DotEnv;
import dev.jcompose.model.interpolate.Expansions;
import dev.jcompose.model.interpolate.Variables;
import dev.jcompose.model.problem.ProblemLog;
import dev.jcompose.model.problem.Span;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** Reads files of variables for interpolation. */
final class EnvironmentReader {

    private final TextFiles files;
    private final Expansions expansions;
    private final ProblemLog problems;

    EnvironmentReader(TextFiles files, Expansions expansions, ProblemLog problems) {
        this.files = files;
        this.expansions = expansions;
        this.problems = problems;
    }

    /**
     * The variables of several files, of which later ones win; each sees those of the earlier ones.
     *
     * @param outer what wins over all of them in {@code ${NAME}}
     */
    SequencedMap<String, String> read(List<Path> names, Map<String, String> outer) {
        var values = new LinkedHashMap<String, String>();
        for (Path file : names) {
            try {
                if (!Files.exists(file)) {
                    throw new IOException("couldn't find env file: " + file);
                }
                Variables lookup = Variables.of(outer).orElse(values::get);
                values.putAll(expansions.variables(file, files.readVariables(file), lookup));
            } catch (TextFiles.EncodingException e) {
                problems.error("encoding", e.at(), String.valueOf(e.getMessage()));
            } catch (IOException e) {
                problems.error("env-file", String.valueOf(e.getMessage()));
            } catch (DotEnv.SyntaxException e) {
                problems.error(
                        "env-file-syntax",
                        new Span(file, e.line(), 1, 2),
                        "failed to read " + file + ": " + e.getMessage());
            }
        }
        return values;
    }
}
