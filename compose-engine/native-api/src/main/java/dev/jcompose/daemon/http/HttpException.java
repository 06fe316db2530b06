package dev.jcompose.daemon.http;

/** A request that cannot be served, with the status code that says why. */
public final class HttpException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String text;

    /**
     * @param status status code of the answer, 400 to 599
     * @param message what is wrong, for the client's eyes
     */
    public HttpException(int status, String message) {
        super(message);
        this.status = status;
        this.text = message;
    }

    /** What is wrong, for the client's eyes. */
    public String text() {
        return text;
    }

    /** Status code of the answer, 400 to 599. */
    public int status() {
        return status;
    }
}
