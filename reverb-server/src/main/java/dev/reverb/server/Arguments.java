package dev.reverb.server;

import dev.reverb.server.config.ServerSettings;
import dev.reverb.server.config.Setting;
import dev.reverb.server.config.Spelling;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.MissingArgumentException;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;
import org.apache.commons.cli.UnrecognizedOptionException;

/**
 * What the command line asks for. Read by Commons CLI and not by picocli, as the benchmarks' are: picocli's classes have the
 * format of Java 5, which no class data archive takes, and reading them was a quarter of a start.
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

    private static final Option CONFIG = value("config", "FILE");
    private static final Option HELP = new Option("h", "help", false, null);
    private static final Option VERSION = new Option("V", "version", false, null);

    private static final Map<Setting<?>, Option> SETTINGS = settings();
    private static final Options OF_REVERB = new Options().addOption(HELP).addOption(VERSION);
    private static final Options OF_START =
            new Options().addOption(HELP).addOption(VERSION).addOption(CONFIG);

    static {
        SETTINGS.values().forEach(OF_START::addOption);
    }

    /**
     * Reads a command line.
     *
     * @param arguments its words
     * @param version what {@code --version} prints
     * @return what it asks for
     */
    static Arguments parse(List<String> arguments, String version) {
        try {
            // Ends at the command, or at an option that is none of these.
            CommandLine reverb = read(OF_REVERB, arguments, true);
            if (reverb.hasOption(HELP)) {
                return print(Help.REVERB);
            }
            if (reverb.hasOption(VERSION)) {
                return print("reverb " + version);
            }
            List<String> words = reverb.getArgList();
            if (words.isEmpty()) {
                return refuse("which command? Try: reverb start, or reverb --help");
            }
            return words.get(0).equals("start")
                    ? start(words.subList(1, words.size()), version)
                    : unknown(words.get(0), OF_REVERB, Set.of("start"));
        } catch (ParseException wrong) {
            return refuse(String.valueOf(wrong.getMessage()));
        }
    }

    private static Arguments start(List<String> words, String version) throws ParseException {
        CommandLine start;
        try {
            start = read(OF_START, words, false);
        } catch (UnrecognizedOptionException unknown) {
            return unknown(unknown.getOption(), OF_START, Set.of());
        } catch (MissingArgumentException missing) {
            return refuse("Missing required parameter for " + described(missing.getOption()));
        }
        if (!start.getArgList().isEmpty()) {
            return unknown(start.getArgList().get(0), OF_START, Set.of());
        }
        Set<Option> seen = new HashSet<>();
        for (Option option : start.getOptions()) {
            if (!seen.add(option)) {
                return refuse(described(option) + " should be specified only once");
            }
        }
        if (start.hasOption(HELP)) {
            return print(Help.START);
        }
        return start.hasOption(VERSION) ? print("reverb " + version) : start(start);
    }

    private static Arguments start(CommandLine line) {
        Map<Setting<?>, String> options = new LinkedHashMap<>();
        SETTINGS.forEach((setting, option) -> {
            if (line.hasOption(option)) {
                options.put(setting, option.hasArg() ? line.getOptionValue(option) : "true");
            }
        });
        Optional<Path> file = Optional.ofNullable(line.getOptionValue(CONFIG)).map(Path::of);
        return new Arguments(Command.START, options, file, "");
    }

    private static CommandLine read(Options options, List<String> words, boolean stopAtOther) throws ParseException {
        return DefaultParser.builder()
                .setAllowPartialMatching(false)
                .setStripLeadingAndTrailingQuotes(false)
                .get()
                .parse(options, words.toArray(String[]::new), stopAtOther);
    }

    private static Map<Setting<?>, Option> settings() {
        Map<Setting<?>, Option> settings = new LinkedHashMap<>();
        settings.put(ServerSettings.HOST, value(ServerSettings.HOST.name(), "ADDRESS"));
        settings.put(ServerSettings.PORT, value(ServerSettings.PORT.name(), "PORT"));
        settings.put(ServerSettings.PATH, value(ServerSettings.PATH.name(), "PATH"));
        settings.put(ServerSettings.HOSTNAME, value(ServerSettings.HOSTNAME.name(), "NAME"));
        settings.put(ServerSettings.TRANSPORT, value(ServerSettings.TRANSPORT.name(), "NAME"));
        settings.put(ServerSettings.DEBUG, flag(ServerSettings.DEBUG.name()));
        settings.put(ServerSettings.PLAYGROUND, flag(ServerSettings.PLAYGROUND.name()));
        return settings;
    }

    private static Option value(String name, String label) {
        return Option.builder().longOpt(name).hasArg().argName(label).get();
    }

    private static Option flag(String name) {
        return Option.builder().longOpt(name).get();
    }

    private static Arguments print(String text) {
        return new Arguments(Command.PRINT, Map.of(), Optional.empty(), text);
    }

    private static Arguments refuse(String problem) {
        return new Arguments(Command.REFUSE, Map.of(), Optional.empty(), problem);
    }

    private static String described(Option option) {
        return "option '--" + option.getLongOpt() + "'" + (option.hasArg() ? " (" + option.getArgName() + ")" : "");
    }

    /** A word that is neither an option nor a command; the value after {@code =} is none of our business. */
    private static Arguments unknown(String given, Options options, Set<String> commands) {
        String word = given.split("=", 2)[0];
        if (!word.startsWith("-")) {
            return refuse("there is no command " + word + Spelling.hint(word, commands));
        }
        Set<String> names = new TreeSet<>();
        for (Option option : options.getOptions()) {
            names.add("--" + option.getLongOpt());
            if (option.getOpt() != null) {
                names.add("-" + option.getOpt());
            }
        }
        return names.contains(word)
                ? refuse("option '" + word + "' takes no value")
                : refuse("there is no option " + word + Spelling.hint(word, names));
    }
}
