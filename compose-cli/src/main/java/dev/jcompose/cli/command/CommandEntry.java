package dev.jcompose.cli.command;

import dev.jcompose.cli.argument.Options;
import java.util.function.Function;

/**
 * A command as the list of commands has it.
 *
 * @param arguments what follows its name, for example {@code [OPTIONS] [SERVICE...]}
 * @param summary what it does, in one line
 * @param factory declares its options and keeps their handles
 */
public record CommandEntry(
        String name, String arguments, String summary, Options.Order order, Function<Options, Command> factory) {
    static CommandEntry of(String name, String arguments, String summary, Function<Options, Command> factory) {
        return new CommandEntry(name, arguments, summary, Options.Order.ANYWHERE, factory);
    }

    /** For commands whose arguments are another command's words. */
    static CommandEntry wrapping(String name, String arguments, String summary, Function<Options, Command> factory) {
        return new CommandEntry(name, arguments, summary, Options.Order.BEFORE_ARGUMENTS, factory);
    }

    /** The options of this command, not yet declared. */
    public Options options(String program) {
        return new Options((program + " " + name + " " + arguments).strip(), summary, order);
    }
}
