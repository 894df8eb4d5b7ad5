package dev.reverb.server.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The variables of the process over those of a {@code .env} file. Values mean what Laravel's {@code env()} makes of them:
 * {@code null} and {@code (null)} are no value, {@code empty} and {@code (empty)} the empty text, {@code (true)} is {@code
 * true}, and one pair of quotes around the whole is taken away.
 */
public final class EnvironmentVariables {

    /** Known to Laravel's users, and nothing to this server. */
    private static final Set<String> IGNORED = Set.of(
            "REVERB_PORT",
            "REVERB_SCHEME",
            "REVERB_SERVER",
            "REVERB_DRIVER",
            "REVERB_PULSE_INGEST_INTERVAL",
            "REVERB_TELESCOPE_INGEST_INTERVAL",
            "REVERB_JAVA_OPTS");

    /** What Kubernetes puts into every container of a namespace that has a service named {@code reverb…}. */
    private static final Pattern SERVICE_LINK =
            Pattern.compile("REVERB_.*(SERVICE_HOST|SERVICE_PORT.*|PORT_\\d+_(TCP|UDP|SCTP).*)|REVERB_SERVICE_.*");

    private static final Pattern SERVICE_ADDRESS = Pattern.compile("(tcp|udp|sctp)://.*");

    private final Map<String, Value> variables = new TreeMap<>();
    private final Map<String, Value> ofFile = new TreeMap<>();
    private final List<String> warnings = new ArrayList<>();

    private EnvironmentVariables() {}

    /**
     * Reads the environment.
     *
     * @param process the variables of the process
     * @param dotEnv the {@code .env} file; a missing one is none, and so is a directory of that name
     * @return the variables
     * @throws ConfigurationException where the file cannot be read, or a line of it is wrong
     */
    public static EnvironmentVariables read(Map<String, String> process, Path dotEnv) throws ConfigurationException {
        EnvironmentVariables environment = new EnvironmentVariables();
        if (Files.exists(dotEnv) && !Files.isDirectory(dotEnv)) {
            DotEnv.read(dotEnv, process::get)
                    .forEach((name, variable) -> environment.addOfFile(dotEnv, name, variable));
        }
        process.forEach(environment::add);
        environment.warnOfUnknown();
        return environment;
    }

    private void addOfFile(Path file, String name, DotEnv.Variable variable) {
        String text = variable.value();
        Value value = new Value(
                new Node.Scalar(text == null ? null : meaning(text), variable.line()),
                new Place(file.toString(), variable.line(), name));
        ofFile.put(name, value);
        variables.put(name, value);
    }

    private void add(String name, String text) {
        if (name.endsWith("_PORT") && SERVICE_ADDRESS.matcher(text).matches()) {
            if (known().contains(name)) {
                warnings.add(name + ": ignored, since it is the address of a Kubernetes service; "
                        + "enableServiceLinks: false keeps such variables away");
            }
            return;
        }
        variables.put(name, new Value(new Node.Scalar(meaning(text), 0), Place.of(name)));
    }

    private void warnOfUnknown() {
        Set<String> known = known();
        Predicate<String> unknown = name -> name.startsWith("REVERB_")
                && !known.contains(name)
                && !IGNORED.contains(name)
                && !SERVICE_LINK.matcher(name).matches();
        variables.forEach((name, value) -> {
            if (unknown.test(name)) {
                warnings.add(value.place() + ": unknown setting" + Spelling.hint(name, known));
            }
        });
    }

    private static Set<String> known() {
        Set<String> known = new TreeSet<>();
        for (Catalogue catalogue :
                List.of(ApplicationSettings.ALL, AppsSettings.ALL, ServerSettings.ALL, ScalingSettings.ALL)) {
            catalogue.settings().forEach(setting -> setting.variable().ifPresent(known::add));
        }
        return known;
    }

    /** What {@code env()} makes of a text. */
    static @Nullable String meaning(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "null", "(null)" -> null;
            case "empty", "(empty)" -> "";
            case "true", "(true)" -> "true";
            case "false", "(false)" -> "false";
            default -> unquoted(text);
        };
    }

    private static String unquoted(String text) {
        boolean quoted = text.length() > 1
                && (text.charAt(0) == '"' || text.charAt(0) == '\'')
                && text.charAt(0) == text.charAt(text.length() - 1);
        return quoted ? text.substring(1, text.length() - 1) : text;
    }

    /**
     * The text of a variable.
     *
     * @param name its name
     * @return the text, or empty where it is not set, or set to nothing
     */
    public Optional<String> text(String name) {
        return Optional.ofNullable(variables.get(name))
                .map(Value::node)
                .filter(node -> !node.isBlank())
                .flatMap(Node::text);
    }

    /**
     * The text that the file gives a variable, whatever the process says.
     *
     * @param name its name
     * @return the text, or empty where it is not set, or set to nothing
     */
    public Optional<String> textInFile(String name) {
        return Optional.ofNullable(ofFile.get(name))
                .map(Value::node)
                .filter(node -> !node.isBlank())
                .flatMap(Node::text);
    }

    /** What the environment says about the settings of a section. */
    Map<Setting<?>, Value> values(Catalogue catalogue) {
        Map<Setting<?>, Value> values = new LinkedHashMap<>();
        for (Setting<?> setting : catalogue.settings()) {
            setting.variable().map(variables::get).ifPresent(value -> values.put(setting, value));
        }
        return values;
    }

    /**
     * What looks like a mistake.
     *
     * @return lines for the person who starts the server
     */
    public List<String> warnings() {
        return List.copyOf(warnings);
    }
}
