package dev.jcompose.model.yaml;

import java.util.Optional;

/** What to do about the mistakes that are made most often; the parser only says what it expected in its own terms. */
final class SyntaxAdvice {

    private SyntaxAdvice() {}

    /** The problem in the parser's words, without what it advises itself: that is right for tabs only. */
    static String problem(String said) {
        int advice = said.indexOf(". (Do not use ");
        return advice < 0 ? said : said.substring(0, advice);
    }

    static Optional<String> of(String said) {
        if (said.contains("TAB")) {
            return Optional.of("indent with spaces, not with tabs");
        }
        if (said.contains("cannot start any token")) {
            return Optional.of("put the value in quotes");
        }
        if (said.contains("mapping values are not allowed")) {
            return Optional.of("put a value that holds \": \" in quotes, or check the indentation");
        }
        if (said.contains("<block end>")) {
            return Optional.of("check the indentation: all keys of a mapping begin in one column, and so do all items"
                    + " of a list");
        }
        if (said.contains("unexpected end of stream")) {
            return Optional.of("close the quotes");
        }
        return Optional.empty();
    }
}
