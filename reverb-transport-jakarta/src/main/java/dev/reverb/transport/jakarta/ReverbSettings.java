package dev.reverb.transport.jakarta;

import dev.reverb.application.Application;
import jakarta.servlet.ServletContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What a web application, or its environment, says of the server that is to be run in it. */
final class ReverbSettings {

    private static final Map<String, String> CREDENTIALS = Map.of(
            "reverb.app.id", "REVERB_APP_ID",
            "reverb.app.key", "REVERB_APP_KEY",
            "reverb.app.secret", "REVERB_APP_SECRET");

    private final Map<String, String> credentials;
    private final @Nullable String path;

    private ReverbSettings(Map<String, String> credentials, @Nullable String path) {
        this.credentials = credentials;
        this.path = path;
    }

    static ReverbSettings of(ServletContext context, UnaryOperator<@Nullable String> environment) {
        Map<String, String> credentials = new TreeMap<>();
        CREDENTIALS.forEach((name, variable) -> {
            String value = find(context, name, environment.apply(variable));
            if (value != null) {
                credentials.put(name, value);
            }
        });
        return new ReverbSettings(credentials, find(context, "reverb.path", environment.apply("REVERB_SERVER_PATH")));
    }

    private static @Nullable String find(ServletContext context, String name, @Nullable String otherwise) {
        String parameter = context.getInitParameter(name);
        String value = parameter == null ? otherwise : parameter;
        return value == null || value.isBlank() ? null : value.strip();
    }

    /** Whether nothing says that there should be a server. */
    boolean isEmpty() {
        return credentials.isEmpty();
    }

    /** What must be said and is not. */
    List<String> missing() {
        List<String> missing = new ArrayList<>(new TreeMap<>(CREDENTIALS).keySet());
        missing.removeAll(credentials.keySet());
        return missing;
    }

    /**
     * The application.
     *
     * @throws IllegalArgumentException where the credentials are none
     */
    Application application() {
        return Application.of(
                credentials.getOrDefault("reverb.app.id", ""),
                credentials.getOrDefault("reverb.app.key", ""),
                credentials.getOrDefault("reverb.app.secret", ""));
    }

    /** The prefix of all paths, or null for none. */
    @Nullable
    String path() {
        return path;
    }
}
