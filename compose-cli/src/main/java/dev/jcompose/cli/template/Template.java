package dev.jcompose.cli.template;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The part of Go's text/template that {@code --format} is used with: fields, variables, pipelines, conditions, loops and the
 * functions of Go and of Docker's command line. Templates that define others are refused.
 *
 * @see <a href="https://pkg.go.dev/text/template">text/template</a>
 * @see <a href="https://docs.docker.com/engine/cli/formatting/">Format command and log output</a>
 */
public final class Template {
    private final List<Node> nodes;

    private Template(List<Node> nodes) {
        this.nodes = nodes;
    }

    /**
     * @throws TemplateException when it is no template or needs more of Go's language than there is
     */
    public static Template parse(String source) throws TemplateException {
        return new Template(Parser.parse(source));
    }

    /**
     * The template with titles for its fields, for a table's heading.
     *
     * @param titles of fields whose title is not their name in capitals
     */
    public String heading(Map<String, String> titles) {
        var text = new StringBuilder();
        heading(nodes, titles, text);
        return text.toString();
    }

    private static void heading(List<Node> nodes, Map<String, String> titles, StringBuilder text) {
        for (Node node : nodes) {
            switch (node) {
                case Node.Text(String plain) -> text.append(plain);
                case Node.Show(var value) -> text.append(title(value, titles));
                case Node.If(var ignored, var then, var otherwise) ->
                    heading(then.isEmpty() ? otherwise : then, titles, text);
                case Node.Range(var items, var ignored, var otherwise) -> text.append(title(items, titles));
                case Node.With(var value, var ignored, var otherwise) -> text.append(title(value, titles));
            }
        }
    }

    /** The first field's; of a label its name. */
    private static String title(Expression expression, Map<String, String> titles) {
        return switch (expression) {
            case Expression.Literal ignored -> "";
            case Expression.Variable ignored -> "";
            case Expression.Dot(var path) ->
                path.isEmpty()
                        ? ""
                        : titles.getOrDefault(path.getLast(), path.getLast().toUpperCase(Locale.ROOT));
            case Expression.Chain(var of, var ignored) -> title(of, titles);
            case Expression.Call(var ignored, var arguments) -> firstTitle(arguments, titles);
            case Expression.Method(var ignored, var arguments) ->
                arguments.getFirst() instanceof Expression.Literal(Object name) ? GoText.of(name) : "";
            case Expression.Pipeline(var ignored, var commands) -> firstTitle(commands, titles);
        };
    }

    private static String firstTitle(List<Expression> expressions, Map<String, String> titles) {
        return expressions.stream()
                .map(expression -> title(expression, titles))
                .filter(title -> !title.isEmpty())
                .findFirst()
                .orElse("");
    }

    /**
     * Fills it in.
     *
     * @param fields what {@code .Name} and so on stand for: texts, numbers, truth values, lists and maps
     * @throws TemplateException when it names a field or function there is not, or a function cannot do with what it is given
     */
    public String apply(Map<String, ?> fields) throws TemplateException {
        var evaluation = new Evaluation(fields);
        evaluation.run(nodes);
        return evaluation.text();
    }
}
