package dev.jcompose.engine.provider;

/** A provider that cannot be called, or that has failed; the message says which and why. */
public final class ProviderException extends Exception {
    private static final long serialVersionUID = 1L;

    ProviderException(String message) {
        super(message);
    }
}
