package dev.jcompose.model.interpolate;

import dev.jcompose.model.problem.Diagnostic;
import dev.jcompose.model.problem.ProblemLog;
import dev.jcompose.model.problem.Span;
import dev.jcompose.model.shape.Cast;
import dev.jcompose.model.shape.Shape;
import dev.jcompose.model.value.GoFloat;
import dev.jcompose.model.yaml.ConfigPath;
import dev.jcompose.model.yaml.ListNode;
import dev.jcompose.model.yaml.MapNode;
import dev.jcompose.model.yaml.Node;
import dev.jcompose.model.yaml.ScalarNode;
import dev.jcompose.model.yaml.ScalarNode.Kind;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** Substitutes the variables in the values of a document; then turns strings into what their place asks for. */
public final class Interpolation {

    private final ProblemLog problems;
    private final Template template;
    private Span current = new Span(Path.of("-"), 1, 1, 1);

    /**
     * @param variables where values come from
     * @param expansions warns of those that have none
     */
    public Interpolation(Variables variables, Expansions expansions, ProblemLog problems) {
        this.problems = problems;
        this.template = new Template(
                variables,
                name -> expansions.unset(name, Optional.of(current), variables.names()),
                expansions.characters());
    }

    /** The document with all values substituted. Values that cannot be are reported and stay as they are. */
    public Node apply(Node node, Shape shape) {
        return apply(node, shape, ConfigPath.ROOT);
    }

    private Node apply(Node node, Shape shape, ConfigPath path) {
        return switch (node) {
            case MapNode map -> map.mapValues((key, value) -> apply(value, shape.under(key), path.key(key)));
            case ListNode list -> list.mapItems((index, item) -> apply(item, shape.item(), path.item(index)));
            case ScalarNode scalar -> scalar.isString() ? scalar(scalar, shape.cast(), path) : scalar;
        };
    }

    private ScalarNode scalar(ScalarNode scalar, Cast cast, ConfigPath path) {
        String text = scalar.text();
        if (text.indexOf('$') >= 0) {
            try {
                current = scalar.span();
                text = template.expand(text);
            } catch (TemplateException e) {
                problems.add(
                        switch (e.kind()) {
                            case REQUIRED ->
                                Diagnostic.error(
                                        "required-variable",
                                        Optional.of(scalar.span()),
                                        "error while interpolating " + path + ": " + e.getMessage());
                            case MALFORMED ->
                                Diagnostic.error(
                                                "invalid-interpolation",
                                                Optional.of(scalar.span()),
                                                "invalid interpolation format for " + path + ": \"" + scalar.text()
                                                        + "\"")
                                        .withHint("You may need to escape any $ with another $.");
                            case TOO_LONG ->
                                Diagnostic.error("too-long", Optional.of(scalar.span()), path + ": " + e.getMessage());
                        });
                return scalar;
            }
        }
        if (cast == Cast.NONE) {
            return text.equals(scalar.text()) ? scalar : scalar.withText(text);
        }
        return cast(scalar, text, cast, path);
    }

    private ScalarNode cast(ScalarNode scalar, String text, Cast cast, ConfigPath path) {
        String number = text;
        switch (cast) {
            case BOOLEAN -> {
                Optional<Boolean> value = truth(text, scalar.span());
                if (value.isPresent()) {
                    return new ScalarNode(
                            scalar.span(),
                            scalar.tag(),
                            Kind.BOOLEAN,
                            value.get().toString());
                }
                wrong(scalar, path, "a boolean", text);
            }
            case INTEGER -> {
                if (isInteger(number)) {
                    return new ScalarNode(
                            scalar.span(), scalar.tag(), Kind.INTEGER, Long.toString(Long.parseLong(number)));
                }
                wrong(scalar, path, "an integer", text);
            }
            case FLOAT -> {
                try {
                    double value = Double.parseDouble(number);
                    boolean plain = !number.isEmpty()
                            && Character.getType(number.charAt(number.length() - 1)) == Character.DECIMAL_DIGIT_NUMBER;
                    if (plain) {
                        return new ScalarNode(scalar.span(), scalar.tag(), Kind.FLOAT, GoFloat.shortest(value));
                    }
                } catch (NumberFormatException e) {
                    // Reported below, with the other texts that are no numbers.
                }
                wrong(scalar, path, "a number", text);
            }
            case NONE -> {}
        }
        return scalar.withText(text);
    }

    private void wrong(ScalarNode scalar, ConfigPath path, String expected, String text) {
        problems.error("wrong-type", scalar.span(), path + " must be " + expected + ", not \"" + text + "\"");
    }

    private static boolean isInteger(String text) {
        try {
            Long.parseLong(text);
            return true;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private Optional<Boolean> truth(String text, Span at) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> Optional.of(true);
            case "false" -> Optional.of(false);
            case "y", "yes", "on" -> {
                deprecated(text, "true", at);
                yield Optional.of(true);
            }
            case "n", "no", "off" -> {
                deprecated(text, "false", at);
                yield Optional.of(false);
            }
            default -> Optional.empty();
        };
    }

    private void deprecated(String text, String instead, Span at) {
        problems.warning(
                "deprecated-boolean",
                at,
                "\"" + text + "\" for boolean is not supported by YAML 1.2, please use `" + instead + "`");
    }
}
