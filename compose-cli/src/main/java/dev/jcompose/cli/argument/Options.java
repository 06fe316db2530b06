package dev.jcompose.cli.argument;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * Options and arguments of one command. The command declares them in its constructor and keeps the handles, which have
 * their values once {@link #parse} returned.
 *
 * <p>Declared by hand rather than by annotations: reading those by reflection costs more than all of parsing.
 */
public final class Options {
    /** Where options may stand. */
    public enum Order {
        /** Also between and after the arguments. */
        ANYWHERE,
        /** Only before the first argument: what follows belongs to another command. */
        BEFORE_ARGUMENTS
    }

    /** An option without value. */
    public static final class Flag {
        private final OptionSpec spec;

        private Flag(OptionSpec spec) {
            this.spec = spec;
        }

        /** Whether it was given, and not as {@code --flag=false}. */
        public boolean isSet() {
            return given().orElse(false);
        }

        /** What was said about it; empty when it was not mentioned. */
        public Optional<Boolean> given() {
            return Optional.ofNullable((Boolean) spec.getValue());
        }
    }

    /** An option with one value; the last one given counts. */
    public static final class Value {
        private final OptionSpec spec;

        private Value(OptionSpec spec) {
            this.spec = spec;
        }

        public Optional<String> get() {
            return Optional.ofNullable((String) spec.getValue());
        }

        public String or(String otherwise) {
            return get().orElse(otherwise);
        }

        /** The value as an integer. */
        public OptionalInt number() throws UsageException {
            var text = get();
            if (text.isEmpty()) {
                return OptionalInt.empty();
            }
            try {
                return OptionalInt.of(Integer.parseInt(text.get()));
            } catch (NumberFormatException e) {
                throw invalid("strconv.ParseInt: parsing \"" + text.get() + "\": invalid syntax");
            }
        }

        /** The value as seconds. */
        public Optional<Duration> seconds() throws UsageException {
            var number = number();
            return number.isPresent() ? Optional.of(Duration.ofSeconds(number.getAsInt())) : Optional.empty();
        }

        /** A complaint about the value. */
        public UsageException invalid(String why) {
            return new UsageException(
                    "invalid argument \"" + or("") + "\" for \"" + Words.namesOf(spec) + "\" flag: " + why);
        }
    }

    /** An option that may be given several times. */
    public static final class Values {
        private final OptionSpec spec;

        private Values(OptionSpec spec) {
            this.spec = spec;
        }

        /** In the order given. */
        public List<String> all() {
            List<String> values = spec.getValue();
            return values == null ? List.of() : List.copyOf(values);
        }
    }

    private final CommandSpec spec;
    private final String synopsis;
    private final String summary;
    private final Order order;
    private int leastArguments;
    private int mostArguments = Integer.MAX_VALUE;
    private List<String> arguments = List.of();

    /**
     * @param synopsis how it is called, for example {@code jcompose up [OPTIONS] [SERVICE...]}
     * @param summary what it does, in one line
     */
    public Options(String synopsis, String summary, Order order) {
        this.synopsis = synopsis;
        this.summary = summary;
        this.order = order;
        this.spec = CommandSpec.create().name(synopsis);
    }

    /** Declares an option without value. The names go from short to long, for example {@code -d, --detach}. */
    public Flag flag(String description, String... names) {
        return new Flag(add(OptionSpec.builder(names).type(Boolean.class), description));
    }

    /** Declares an option that is accepted but not shown, such as an alias of an earlier version. */
    public Flag hiddenFlag(String... names) {
        return new Flag(add(OptionSpec.builder(names).type(Boolean.class).hidden(true), ""));
    }

    /** Declares an option with a value. */
    public Value value(String description, String kind, String... names) {
        return new Value(
                add(OptionSpec.builder(names).type(String.class).arity("1").paramLabel(kind), description));
    }

    /** Declares an option with a value that is accepted but not shown. */
    public Value hiddenValue(String... names) {
        return new Value(
                add(OptionSpec.builder(names).type(String.class).arity("1").hidden(true), ""));
    }

    /** Declares an option that may be repeated. */
    public Values values(String description, String kind, String... names) {
        return new Values(add(
                OptionSpec.builder(names)
                        .type(List.class)
                        .auxiliaryTypes(String.class)
                        .arity("1")
                        .paramLabel(kind),
                description));
    }

    private OptionSpec add(OptionSpec.Builder option, String description) {
        var built = option.description(description.isEmpty() ? new String[0] : new String[] {description})
                .build();
        spec.addOption(built);
        return built;
    }

    /** Demands at least so many arguments. */
    public Options atLeast(int count) {
        leastArguments = count;
        return this;
    }

    /** Demands at most so many arguments. */
    public Options atMost(int count) {
        mostArguments = count;
        return this;
    }

    /** What is left of the command line when the options are taken away. */
    public List<String> arguments() {
        return arguments;
    }

    /**
     * Reads a command line.
     *
     * @return whether help was asked for; the values are not to be used then
     * @throws UsageException in the words of Docker's command line
     */
    public boolean parse(List<String> words) throws UsageException {
        var help = hiddenFlag("-h", "--help");
        var rest = PositionalParamSpec.builder()
                .index("0..*")
                .type(List.class)
                .auxiliaryTypes(String.class)
                .arity("0..1")
                .build();
        spec.addPositional(rest);
        Words.parse(spec, words, order == Order.BEFORE_ARGUMENTS);
        List<String> found = rest.getValue();
        arguments = found == null ? List.of() : List.copyOf(new ArrayList<>(found));
        if (help.isSet()) {
            return true;
        }
        checkCount();
        return false;
    }

    private void checkCount() throws UsageException {
        int count = arguments.size();
        if (mostArguments == 0 && count > 0) {
            throw new UsageException("unknown command \"" + arguments.getFirst() + "\" for \""
                    + synopsis.replaceFirst(" \\[OPTIONS].*", "") + "\"");
        }
        if (leastArguments == mostArguments && count != leastArguments) {
            throw new UsageException("requires exactly " + leastArguments + " arg(s), only received " + count);
        }
        if (count < leastArguments) {
            throw new UsageException("requires at least " + leastArguments + " arg(s), only received " + count);
        }
        if (count > mostArguments) {
            throw new UsageException("accepts at most " + mostArguments + " arg(s), received " + count);
        }
    }

    /** The help page, for a terminal of that width. */
    public String help(int columns) {
        return HelpPage.of(synopsis, summary, spec.options(), columns);
    }
}
