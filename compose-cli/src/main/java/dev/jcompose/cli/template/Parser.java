package dev.jcompose.cli.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads a template.
 *
 * @see <a href="https://pkg.go.dev/text/template">text/template</a>
 */
final class Parser {
    /** What ends a list of nodes, besides the template's end. */
    private enum End {
        TEMPLATE,
        END,
        ELSE
    }

    private record Nodes(List<Node> list, End end) {}

    private final List<Piece> pieces;
    private int at;

    private Parser(List<Piece> pieces) {
        this.pieces = pieces;
    }

    static List<Node> parse(String source) throws TemplateException {
        var parser = new Parser(Piece.split(source));
        var nodes = parser.nodes();
        if (nodes.end() != End.TEMPLATE) {
            throw error("unexpected {{" + (nodes.end() == End.ELSE ? "else" : "end") + "}}");
        }
        return nodes.list();
    }

    static TemplateException error(String what) {
        return new TemplateException("template parsing error: " + what);
    }

    /** The nodes up to an end or an else, whose action is the last one taken. */
    private Nodes nodes() throws TemplateException {
        var list = new ArrayList<Node>();
        while (at < pieces.size()) {
            switch (pieces.get(at++)) {
                case Piece.Text(String text) -> list.add(new Node.Text(text));
                case Piece.Action(var tokens) -> {
                    switch (tokens.keyword()) {
                        case "end" -> {
                            return new Nodes(list, End.END);
                        }
                        case "else" -> {
                            return new Nodes(list, End.ELSE);
                        }
                        case "if", "range", "with" -> list.add(block(tokens));
                        case "define", "template", "block", "break", "continue" ->
                            throw error("{{" + tokens.keyword() + "}} is not supported; use --format json");
                        default -> list.add(new Node.Show(whole(tokens)));
                    }
                }
            }
        }
        return new Nodes(list, End.TEMPLATE);
    }

    private Node block(Tokens tokens) throws TemplateException {
        String kind = tokens.next();
        var value = whole(tokens);
        var body = nodes();
        List<Node> otherwise = List.of();
        if (body.end() == End.ELSE) {
            otherwise = otherwise(((Piece.Action) pieces.get(at - 1)).tokens(), kind);
        } else if (body.end() == End.TEMPLATE) {
            throw error("unexpected end: {{" + kind + "}} without {{end}}");
        }
        return switch (kind) {
            case "if" -> new Node.If(value, body.list(), otherwise);
            case "range" -> new Node.Range(value, body.list(), otherwise);
            default -> new Node.With(value, body.list(), otherwise);
        };
    }

    private List<Node> otherwise(Tokens tokens, String kind) throws TemplateException {
        tokens.next();
        if (!tokens.isEmpty()) {
            if (!tokens.keyword().equals(kind) || kind.equals("range")) {
                throw error("unexpected {{else " + tokens.keyword() + "}} in {{" + kind + "}}");
            }
            return List.of(block(tokens)); // {{else if}}: its end is the outer one's, too
        }
        var nodes = nodes();
        if (nodes.end() != End.END) {
            throw error("{{else}} without {{end}}");
        }
        return nodes.list();
    }

    private static Expression.Pipeline whole(Tokens tokens) throws TemplateException {
        var pipeline = pipeline(tokens);
        if (!tokens.isEmpty()) {
            throw error("unexpected \"" + tokens.next() + "\" in {{" + tokens.source() + "}}");
        }
        return pipeline;
    }

    private static Expression.Pipeline pipeline(Tokens tokens) throws TemplateException {
        var declaration = declaration(tokens);
        var commands = new ArrayList<Expression>();
        do {
            commands.add(command(tokens));
        } while (tokens.skip("|"));
        return new Expression.Pipeline(declaration, commands);
    }

    private static Optional<Expression.Declaration> declaration(Tokens tokens) throws TemplateException {
        var variables = tokens.declared();
        if (variables.isEmpty()) {
            return Optional.empty();
        }
        var kind = tokens.next().equals(":=") ? Expression.Declaration.Kind.NEW : Expression.Declaration.Kind.KNOWN;
        return Optional.of(new Expression.Declaration(variables, kind));
    }

    private static Expression command(Tokens tokens) throws TemplateException {
        if (tokens.isEmpty() || tokens.peek().equals("|") || tokens.peek().equals(")")) {
            throw error("missing value for command in {{" + tokens.source() + "}}");
        }
        if (Tokens.isIdentifier(tokens.peek())) {
            return new Expression.Call(tokens.next(), arguments(tokens));
        }
        var first = operand(tokens);
        var arguments = arguments(tokens);
        return arguments.isEmpty() ? first : new Expression.Method(first, arguments);
    }

    private static List<Expression> arguments(Tokens tokens) throws TemplateException {
        var arguments = new ArrayList<Expression>();
        while (!tokens.isEmpty() && !tokens.peek().equals("|") && !tokens.peek().equals(")")) {
            arguments.add(operand(tokens));
        }
        return arguments;
    }

    private static Expression operand(Tokens tokens) throws TemplateException {
        if (tokens.skip("(")) {
            var inner = pipeline(tokens);
            if (!tokens.skip(")")) {
                throw error("unclosed left paren in {{" + tokens.source() + "}}");
            }
            var path = tokens.attachedPath();
            return path.isEmpty() ? inner : new Expression.Chain(inner, path);
        }
        String word = tokens.next();
        if (word.startsWith(".")) {
            return new Expression.Dot(names(word.substring(1)));
        }
        if (word.startsWith("$")) {
            int dot = word.indexOf('.');
            return new Expression.Variable(
                    dot < 0 ? word : word.substring(0, dot), dot < 0 ? List.of() : names(word.substring(dot + 1)));
        }
        if (Tokens.isLiteral(word)) {
            return new Expression.Literal(Tokens.literal(word));
        }
        if (Tokens.isIdentifier(word)) {
            return new Expression.Call(word, List.of());
        }
        throw error("unexpected \"" + word + "\" in {{" + tokens.source() + "}}");
    }

    static List<String> names(String path) {
        return path.isEmpty() ? List.of() : List.of(path.split("\\.", -1));
    }
}
