package dev.jcompose.cli.terminal;

/** The terminal, if any, behind the three standard streams. */
public interface Terminal {
    /** One of the three streams a process starts with. */
    enum Stream {
        IN(0),
        OUT(1),
        ERR(2);

        private final int descriptor;

        Stream(int descriptor) {
            this.descriptor = descriptor;
        }

        /** Its file descriptor. */
        public int descriptor() {
            return descriptor;
        }
    }

    /** Whether the stream leads to a terminal rather than a file or pipe. */
    boolean isTerminal(Stream stream);

    /** The present size, or 80 by 24 where there is no terminal. Asked anew at each call. */
    TerminalSize size();

    /**
     * Passes every key to the program as it is typed, without echo, line editing and signals.
     *
     * @return closing it restores the earlier mode
     * @throws IllegalStateException when the standard input is no terminal
     */
    RawMode enterRawMode();

    /** No terminal at all: what pipes and files look like. */
    static Terminal none() {
        return new Terminal() {
            @Override
            public boolean isTerminal(Stream stream) {
                return false;
            }

            @Override
            public TerminalSize size() {
                return TerminalSize.DEFAULT;
            }

            @Override
            public RawMode enterRawMode() {
                throw new IllegalStateException("the input device is not a terminal");
            }
        };
    }
}
