package dev.jcompose.model.yaml;

import dev.jcompose.model.problem.Diagnostic;
import dev.jcompose.model.problem.Span;
import dev.jcompose.model.yaml.ScalarNode.Kind;
import dev.jcompose.model.yaml.ScalarResolver.Resolved;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An unquoted scalar that other readers take for something else, or that becomes another text than what was written.
 *
 * @param text as written
 * @param message what happens to it
 */
record AmbiguousScalar(String text, String message) {

    /** A number in base 60, of which YAML 1.2 knows nothing any more. */
    private static final Pattern BASE_60 = Pattern.compile("[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+");

    /**
     * Empty when there is no doubt about it.
     *
     * @param resolved what it is to us
     * @param isText whether the place asks for text, so that a number loses its form
     */
    static Optional<AmbiguousScalar> of(String text, Resolved resolved, boolean isText) {
        if (resolved.kind() == Kind.STRING) {
            boolean base60 = text.indexOf(':') > 0 && BASE_60.matcher(text).matches();
            return base60
                    ? Optional.of(new AmbiguousScalar(
                            text, text + " without quotes is a number in base 60 to readers of YAML 1.1"))
                    : Optional.empty();
        }
        boolean number =
                resolved.kind() == Kind.INTEGER || resolved.kind() == Kind.FLOAT || resolved.kind() == Kind.TIMESTAMP;
        return isText && number && !resolved.text().equals(text)
                ? Optional.of(new AmbiguousScalar(text, text + " without quotes becomes " + resolved.text()))
                : Optional.empty();
    }

    Diagnostic at(Span span) {
        return Diagnostic.warning("ambiguous-scalar", Optional.of(span), message)
                .withHint("put it in quotes: \"" + text + "\"");
    }
}
