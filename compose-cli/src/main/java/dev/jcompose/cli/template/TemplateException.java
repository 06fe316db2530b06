package dev.jcompose.cli.template;

/** A {@code --format} that cannot be understood or filled in. */
public final class TemplateException extends Exception {
    private static final long serialVersionUID = 1L;

    public TemplateException(String message) {
        super(message);
    }
}
