package dev.jcompose.cli.argument;

/** The command line is wrong. The message is for the user and uses the words of Docker's command line. */
public final class UsageException extends Exception {
    private static final long serialVersionUID = 1L;

    public UsageException(String message) {
        super(message);
    }
}
