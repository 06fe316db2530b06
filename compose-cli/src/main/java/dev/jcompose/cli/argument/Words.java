package dev.jcompose.cli.argument;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Parses with picocli, set up to read words as Docker's command line does and to complain in its words. */
final class Words {
    private Words() {}

    static void parse(CommandSpec spec, List<String> words, boolean stopAtArgument) throws UsageException {
        spec.parser()
                .stopAtPositional(stopAtArgument)
                .overwrittenOptionsAllowed(true)
                .allowOptionsAsOptionParameters(true)
                .unmatchedOptionsAllowedAsOptionParameters(true)
                .expandAtFiles(false)
                .abbreviatedOptionsAllowed(false)
                .trimQuotes(false);
        var parser = new CommandLine(spec).setInterpolateVariables(false);
        try {
            parser.parseArgs(words.toArray(new String[0]));
        } catch (UnmatchedArgumentException e) {
            throw new UsageException(unknown(e.getUnmatched().getFirst(), spec));
        } catch (MissingParameterException e) {
            var missing = e.getMissing().getFirst();
            throw new UsageException("flag needs an argument: " + wordFor((OptionSpec) missing, words));
        } catch (ParameterException e) {
            if (e.getArgSpec() instanceof OptionSpec option && e.getValue() != null) {
                throw new UsageException("invalid argument \"" + e.getValue() + "\" for \"" + namesOf(option)
                        + "\" flag: strconv.ParseBool: parsing \"" + e.getValue() + "\": invalid syntax");
            }
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    private static String unknown(String word, CommandSpec spec) {
        if (word.startsWith("--")) {
            int equals = word.indexOf('=');
            return "unknown flag: " + (equals < 0 ? word : word.substring(0, equals));
        }
        // In a cluster such as -dX the letter to blame is the first one nobody declared.
        String letters = word.startsWith("-") ? word.substring(1) : word;
        for (int i = 0; i < letters.length(); i++) {
            if (spec.findOption(letters.charAt(i)) == null) {
                return "unknown shorthand flag: '" + letters.charAt(i) + "' in " + word;
            }
        }
        return "unknown argument: " + word;
    }

    /** How the user wrote the option: by its long name or its letter. */
    private static String wordFor(OptionSpec option, List<String> words) {
        String last = words.getLast();
        for (String name : option.names()) {
            if (name.startsWith("--") && last.equals(name)) {
                return name;
            }
        }
        return "'" + last.substring(last.length() - 1) + "' in " + last;
    }

    /** For example {@code -t, --timeout}. */
    static String namesOf(OptionSpec option) {
        return Arrays.stream(option.names()).collect(Collectors.joining(", "));
    }
}
