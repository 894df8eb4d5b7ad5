package dev.reverb.server;

import dev.reverb.server.config.ServerSettings;
import dev.reverb.server.config.Setting;
import dev.reverb.server.config.Spelling;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * What the command line asks for.
 *
 * @param command what to do
 * @param options what the options say, by setting; not checked yet
 * @param file the file of {@code --config}
 * @param text what to print, for the commands that print
 */
record Arguments(Command command, Map<Setting<?>, String> options, Optional<Path> file, String text) {

    /** What to do. */
    enum Command {
        /** Run the server. */
        START,
        /** Print a text, such as the help, and end. */
        PRINT,
        /** Print what is wrong, and end. */
        REFUSE
    }

    private static final Map<Setting<?>, OptionSpec> SETTINGS = settings();
    private static final String CONFIG = "--config";

    /**
     * Reads a command line.
     *
     * @param arguments its words
     * @param version what {@code --version} prints
     * @return what it asks for
     */
    static Arguments parse(List<String> arguments, String version) {
        CommandLine reverb = new CommandLine(root(version));
        try {
            ParseResult result = reverb.parseArgs(arguments.toArray(String[]::new));
            ParseResult last = result.hasSubcommand() ? result.subcommand() : result;
            if (last.isUsageHelpRequested()) {
                return print(last.commandSpec().commandLine().getUsageMessage().stripTrailing());
            }
            if (last.isVersionHelpRequested()) {
                return print("reverb " + version);
            }
            return last == result ? refuse("which command? Try: reverb start, or reverb --help") : start(last);
        } catch (ParameterException wrong) {
            return refuse(message(wrong));
        }
    }

    private static CommandSpec root(String version) {
        CommandSpec start = CommandSpec.create().name("start").mixinStandardHelpOptions(true);
        start.usageMessage()
                .description("Runs the server until it is stopped by SIGTERM or Ctrl-C.")
                .footer(
                        "",
                        "Settings come from .env in the working directory, the environment (REVERB_APP_KEY and so on), the"
                                + " file of --config and these options; a later one wins.",
                        "",
                        "Exit status: 0 after a stop, 1 on an unexpected failure, 2 if it cannot start as it was asked to.");
        SETTINGS.values().forEach(start::addOption);
        start.addOption(OptionSpec.builder(CONFIG)
                .paramLabel("FILE")
                .type(String.class)
                .description("JSON or YAML file with applications and settings.")
                .build());
        CommandSpec root = CommandSpec.create()
                .name("reverb")
                .version("reverb " + version)
                .mixinStandardHelpOptions(true)
                .addSubcommand("start", start);
        root.usageMessage()
                .description("A WebSocket server for the Pusher Channels protocol, as Laravel Reverb is.")
                .synopsisSubcommandLabel("COMMAND");
        return root;
    }

    private static Map<Setting<?>, OptionSpec> settings() {
        Map<Setting<?>, OptionSpec> settings = new LinkedHashMap<>();
        settings.put(ServerSettings.HOST, value("ADDRESS", "Address to listen on (0.0.0.0)."));
        settings.put(ServerSettings.PORT, value("PORT", "TCP port to listen on (8080); 0 takes any free one."));
        settings.put(ServerSettings.PATH, value("PATH", "Prefix before all paths, such as /ws."));
        settings.put(
                ServerSettings.HOSTNAME,
                value("NAME", "Name under which clients reach the server; finds a Herd or Valet certificate."));
        settings.put(
                ServerSettings.TRANSPORT, value("NAME", "What serves the network: jetty, the default, or undertow."));
        settings.put(ServerSettings.DEBUG, flag("Show the traffic."));
        settings.put(
                ServerSettings.PLAYGROUND,
                flag(
                        "Serve the playground at / to everybody. With generated credentials it is there for this machine."));
        settings.replaceAll((setting, option) ->
                option.toBuilder().names("--" + setting.name()).build());
        return settings;
    }

    /** The name is set by the caller. */
    private static OptionSpec value(String label, String description) {
        return OptionSpec.builder("--option")
                .paramLabel(label)
                .type(String.class)
                .description(description)
                .build();
    }

    private static OptionSpec flag(String description) {
        return OptionSpec.builder("--option")
                .type(boolean.class)
                .arity("0")
                .description(description)
                .build();
    }

    private static Arguments start(ParseResult result) {
        Map<Setting<?>, String> options = new LinkedHashMap<>();
        for (Setting<?> setting : SETTINGS.keySet()) {
            String name = "--" + setting.name();
            if (result.hasMatchedOption(name)) {
                options.put(setting, String.valueOf(result.<Object>matchedOptionValue(name, "")));
            }
        }
        Optional<Path> file = Optional.ofNullable(result.<String>matchedOptionValue(CONFIG, null))
                .map(Path::of);
        return new Arguments(Command.START, options, file, "");
    }

    private static Arguments print(String text) {
        return new Arguments(Command.PRINT, Map.of(), Optional.empty(), text);
    }

    private static Arguments refuse(String problem) {
        return new Arguments(Command.REFUSE, Map.of(), Optional.empty(), problem);
    }

    private static String message(ParameterException wrong) {
        if (wrong instanceof UnmatchedArgumentException unmatched) {
            String word = unmatched.getUnmatched().get(0).split("=", 2)[0];
            CommandSpec command = wrong.getCommandLine().getCommandSpec();
            return word.startsWith("-")
                    ? "there is no option " + word
                            + Spelling.hint(word, command.optionsMap().keySet())
                    : "there is no command " + word
                            + Spelling.hint(word, command.subcommands().keySet());
        }
        return String.valueOf(wrong.getMessage()).lines().findFirst().orElse("wrong arguments");
    }
}
