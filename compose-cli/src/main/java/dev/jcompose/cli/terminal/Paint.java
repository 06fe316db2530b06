package dev.jcompose.cli.terminal;

/** Gives text a look, or leaves it plain where the reader is no terminal or wants no colours. */
public enum Paint {
    COLOURED {
        @Override
        public String apply(Style style, String text) {
            return text.isEmpty() ? text : "\u001b[" + style.parameter() + "m" + text + "\u001b[0m";
        }
    },
    PLAIN {
        @Override
        public String apply(Style style, String text) {
            return text;
        }
    };

    /** The text with the look around it. */
    public abstract String apply(Style style, String text);
}
