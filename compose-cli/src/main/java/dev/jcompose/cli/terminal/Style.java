package dev.jcompose.cli.terminal;

/** A look of text on a terminal: the parameter of the control sequence "select graphic rendition" of ECMA-48. */
public enum Style {
    BOLD("1"),
    DIM("2"),
    RED("31"),
    GREEN("32"),
    YELLOW("33"),
    BLUE("34"),
    MAGENTA("35"),
    CYAN("36"),
    BRIGHT_RED("91"),
    BRIGHT_GREEN("92"),
    BRIGHT_YELLOW("93"),
    BRIGHT_BLUE("94"),
    BRIGHT_MAGENTA("95"),
    BRIGHT_CYAN("96"),
    BOLD_RED("1;31");

    private final String parameter;

    Style(String parameter) {
        this.parameter = parameter;
    }

    String parameter() {
        return parameter;
    }
}
