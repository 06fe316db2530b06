package dev.jcompose.cli.command;

import dev.jcompose.cli.argument.Options;
import dev.jcompose.cli.argument.UsageException;
import dev.jcompose.cli.output.Json;
import java.util.Map;

/** {@code version}: which program this is. */
public final class VersionCommand implements Command {
    private final Options.Value format;
    private final Options.Flag shortForm;

    VersionCommand(Options options) {
        options.atMost(0);
        format = options.value(
                "Format the output. Values: [pretty | json]. (Default: pretty)", "string", "-f", "--format");
        shortForm = options.flag("Shows only Compose's version number", "--short");
    }

    @Override
    public int run(Session session) throws UsageException {
        String version = Version.text();
        if (shortForm.isSet()) {
            session.out().println(version);
            return 0;
        }
        switch (format.or("pretty")) {
            case "json" -> session.out().println(Json.write(Map.of("version", version)));
            case "pretty", "" -> session.out().println(Version.sentence());
            default -> throw format.invalid("use pretty or json");
        }
        return 0;
    }
}
