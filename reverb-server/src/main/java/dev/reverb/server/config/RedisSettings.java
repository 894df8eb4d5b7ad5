package dev.reverb.server.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The Redis that joins this server to others.
 *
 * @param origin what a message about its address begins with
 * @param url where it is; may have a password
 * @param username who logs in, in place of what the URL says
 * @param password the password, in place of what the URL says
 * @param database which of its databases, in place of what the URL says
 * @param timeout how long connecting may take, and how long it may leave a command unanswered
 * @param prefix what the names of all keys and topics begin with
 */
public record RedisSettings(
        String origin,
        String url,
        Optional<String> username,
        Optional<String> password,
        Optional<Integer> database,
        Duration timeout,
        String prefix) {

    private static final Pattern WITH_CREDENTIALS = Pattern.compile("[^:]*://[^/?#]*@.*");
    private static final Pattern WITH_DATABASE =
            Pattern.compile("[^:]*://[^/?#]*(/\\d+([?#].*)?|[^?#]*\\?([^#]*&)?(db|database)=.*)");
    private static final Pattern BEFORE_ADDRESS = Pattern.compile("^[^:]*://(.*@)?");
    private static final Pattern AFTER_ADDRESS = Pattern.compile("[/?#].*");

    /**
     * What the settings say, by Laravel's rule: the URL wins over the others in what it says.
     *
     * @throws ConfigurationException where a value is wrong, or a user has no password
     */
    static RedisSettings of(Values values) throws ConfigurationException {
        values.check(ScalingSettings.ALL, new ArrayList<>());
        Optional<String> given = values.find(ScalingSettings.URL);
        String url = given.orElse(
                "redis://" + host(values.get(ScalingSettings.HOST)) + ":" + values.get(ScalingSettings.PORT));
        boolean withCredentials = WITH_CREDENTIALS.matcher(url).matches();
        Optional<String> username = values.find(ScalingSettings.USERNAME).filter(name -> !withCredentials);
        Optional<String> password = values.find(ScalingSettings.PASSWORD).filter(secret -> !withCredentials);
        if (username.isPresent() && password.isEmpty()) {
            throw new ConfigurationException(
                    values.origin(ScalingSettings.USERNAME).orElse("username") + ": needs a password too");
        }
        return new RedisSettings(
                values.origin(given.isPresent() ? ScalingSettings.URL : ScalingSettings.HOST)
                        .orElse("scaling"),
                url,
                username,
                password,
                WITH_DATABASE.matcher(url).matches()
                        ? Optional.empty()
                        : Optional.of(values.get(ScalingSettings.DATABASE)),
                values.get(ScalingSettings.TIMEOUT),
                values.get(ScalingSettings.CHANNEL));
    }

    private static String host(String host) {
        return host.contains(":") ? "[" + host + "]" : host;
    }

    /**
     * Where it is, for people to read.
     *
     * @return host and port, nothing secret
     */
    public String address() {
        // From the last @ on: a password that is not escaped as it should be is not shown either.
        String rest = BEFORE_ADDRESS.matcher(url).replaceFirst("");
        return AFTER_ADDRESS.matcher(rest).replaceFirst("");
    }

    /** Nothing secret. */
    @Override
    public String toString() {
        return "RedisSettings[" + address() + "]";
    }
}
