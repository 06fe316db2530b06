package dev.jcompose.cli.template;

import dev.jcompose.cli.output.LabelText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One filling in of a template. */
final class Evaluation {
    private final StringBuilder text = new StringBuilder();
    private final Map<String, Object> variables = new LinkedHashMap<>();
    private Object dot;

    Evaluation(Map<String, ?> fields) {
        dot = fields;
        variables.put("$", fields);
    }

    String text() {
        return text.toString();
    }

    void run(List<Node> nodes) throws TemplateException {
        for (Node node : nodes) {
            switch (node) {
                case Node.Text(String plain) -> text.append(plain);
                case Node.Show(var value) -> show(value);
                case Node.If(var condition, var then, var otherwise) ->
                    run(GoValue.isTrue(value(condition)) ? then : otherwise);
                case Node.With(var value, var body, var otherwise) -> {
                    var inner = value(value);
                    if (GoValue.isTrue(inner)) {
                        runWith(inner, body);
                    } else {
                        run(otherwise);
                    }
                }
                case Node.Range range -> loop(range);
            }
        }
    }

    private void show(Expression.Pipeline pipeline) throws TemplateException {
        var value = value(pipeline);
        if (pipeline.declaration().isEmpty()) {
            text.append(GoText.of(value));
        }
    }

    private void runWith(Object inner, List<Node> body) throws TemplateException {
        Object outer = dot;
        dot = inner;
        run(body);
        dot = outer;
    }

    private void loop(Node.Range range) throws TemplateException {
        var names = range.items()
                .declaration()
                .map(Expression.Declaration::variables)
                .orElse(List.of());
        var items = GoValue.items(piped(range.items()));
        for (var item : items.entrySet()) {
            if (!names.isEmpty()) {
                variables.put(names.getLast(), item.getValue());
            }
            if (names.size() > 1) {
                variables.put(names.getFirst(), item.getKey());
            }
            runWith(item.getValue(), range.body());
        }
        if (items.isEmpty()) {
            run(range.otherwise());
        }
    }

    private Object value(Expression.Pipeline pipeline) throws TemplateException {
        var value = piped(pipeline);
        if (pipeline.declaration().isPresent()) {
            var declaration = pipeline.declaration().get();
            String name = declaration.variables().getFirst();
            if (declaration.kind() == Expression.Declaration.Kind.KNOWN && !variables.containsKey(name)) {
                throw undefined(name);
            }
            variables.put(name, value);
        }
        return value;
    }

    private Object piped(Expression.Pipeline pipeline) throws TemplateException {
        Object value = command(pipeline.commands().getFirst(), List.of());
        for (var command : pipeline.commands().subList(1, pipeline.commands().size())) {
            value = command(command, List.of(value));
        }
        return value;
    }

    /** @param piped what the command before in the pipeline said, if there is one */
    private Object command(Expression command, List<Object> piped) throws TemplateException {
        if (command instanceof Expression.Call(String function, var arguments)) {
            return call(function, arguments, piped);
        }
        if (command instanceof Expression.Method(var of, var arguments)) {
            return method(of, evaluated(arguments, piped));
        }
        return piped.isEmpty() ? operand(command) : method(command, piped);
    }

    private Object call(String function, List<Expression> arguments, List<Object> piped) throws TemplateException {
        if (function.equals("and") || function.equals("or")) {
            // These stop at the first that decides: what follows may not be possible then.
            Object last = "";
            for (var argument : arguments) {
                last = operand(argument);
                if (GoValue.isTrue(last) == function.equals("or")) {
                    return last;
                }
            }
            return piped.isEmpty() ? last : piped.getFirst();
        }
        return Functions.call(function, evaluated(arguments, piped));
    }

    private List<Object> evaluated(List<Expression> expressions, List<Object> piped) throws TemplateException {
        var values = new ArrayList<Object>();
        for (var expression : expressions) {
            values.add(operand(expression));
        }
        values.addAll(piped);
        return values;
    }

    private Object operand(Expression expression) throws TemplateException {
        return switch (expression) {
            case Expression.Literal(Object value) -> value;
            case Expression.Dot(var path) -> follow(dot, path);
            case Expression.Variable(String name, var path) -> {
                Object value = variables.get(name);
                if (value == null) {
                    throw undefined(name);
                }
                yield follow(value, path);
            }
            case Expression.Chain(var of, var path) -> follow(operand(of), path);
            case Expression.Call call -> command(call, List.of());
            case Expression.Method method -> command(method, List.of());
            case Expression.Pipeline pipeline -> value(pipeline);
        };
    }

    /** There is one method: Docker's {@code .Label "name"}. */
    private Object method(Expression of, List<Object> arguments) throws TemplateException {
        if (of instanceof Expression.Dot(var path)
                && path.equals(List.of("Label"))
                && arguments.size() == 1
                && dot instanceof Map<?, ?> fields
                && fields.get("Labels") instanceof LabelText(var labels)) {
            return labels.getOrDefault(GoText.of(arguments.getFirst()), "");
        }
        throw new TemplateException("template: can't give argument to non-function");
    }

    private static Object follow(Object from, List<String> path) throws TemplateException {
        Object value = from;
        for (String name : path) {
            Object inner = value instanceof Map<?, ?> map ? map.get(name) : null;
            if (inner == null) {
                throw new TemplateException(
                        "template: can't evaluate field " + name + " of ." + String.join(".", path));
            }
            value = inner;
        }
        return value;
    }

    private static TemplateException undefined(String variable) {
        return new TemplateException("template: undefined variable \"" + variable + "\"");
    }
}
