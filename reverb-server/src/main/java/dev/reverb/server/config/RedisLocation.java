package dev.reverb.server.config;

import static dev.reverb.server.config.ScalingSettings.CLUSTER_NODES;
import static dev.reverb.server.config.ScalingSettings.HOST;
import static dev.reverb.server.config.ScalingSettings.PORT;
import static dev.reverb.server.config.ScalingSettings.SCHEME;
import static dev.reverb.server.config.ScalingSettings.SENTINELS;
import static dev.reverb.server.config.ScalingSettings.SENTINEL_MASTER;
import static dev.reverb.server.config.ScalingSettings.URL;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Where Redis is. The first of these that is given says it: the servers of a Cluster, the Sentinels, a URL, host and port. What is meant for
 * us alone comes before what is the whole machine's.
 *
 * @param origin what a message about it begins with
 * @param urls as the client library takes them, perhaps with a password; several of a Cluster, else one
 * @param isCluster whether it is a Redis Cluster
 */
record RedisLocation(String origin, List<String> urls, boolean isCluster) {

    private static final String SENTINEL = "-sentinel";

    /** What Laravel's users write, and what it is called by others. */
    private static final Map<String, String> SCHEMES_OF_LARAVEL = Map.of("tcp", "redis", "tls", "rediss");

    private static final Pattern WITH_CREDENTIALS = Pattern.compile("[^:]*://[^/?#]*@.*");
    private static final Pattern WITH_DATABASE =
            Pattern.compile("[^:]*://[^/?#]*(/\\d+([?#].*)?|[^?#]*\\?([^#]*&)?(db|database)=.*)");
    private static final Pattern BEFORE_ADDRESS = Pattern.compile("^[^:]*://(.*@)?");
    private static final Pattern AFTER_ADDRESS = Pattern.compile("[/?#].*");

    /**
     * What the settings say.
     *
     * @throws ConfigurationException where there are Sentinels and a Cluster, or Sentinels without their master
     */
    static RedisLocation of(Values values) throws ConfigurationException {
        Optional<List<String>> nodes = values.find(CLUSTER_NODES);
        Optional<List<String>> sentinels = values.find(SENTINELS);
        if (nodes.isPresent() && sentinels.isPresent()) {
            throw values.wrong(SENTINELS, "give either Sentinels or " + CLUSTER_NODES.name());
        }
        if (nodes.isPresent()) {
            String scheme = scheme(values);
            List<String> urls =
                    nodes.get().stream().map(node -> scheme + "://" + node).toList();
            return new RedisLocation(values.originOrName(CLUSTER_NODES), urls, true);
        }
        if (sentinels.isPresent()) {
            return ofSentinels(sentinels.get(), values);
        }
        Optional<String> url = values.find(URL);
        return url.isPresent()
                ? one(values.originOrName(URL), translated(url.get()))
                : one(
                        values.originOrName(HOST),
                        scheme(values) + "://" + host(values.get(HOST)) + ":" + values.get(PORT));
    }

    private static RedisLocation ofSentinels(List<String> sentinels, Values values) throws ConfigurationException {
        Optional<String> master = values.find(SENTINEL_MASTER);
        if (master.isEmpty()) {
            throw values.wrong(SENTINELS, "needs " + SENTINEL_MASTER.name() + " too, the name of what they watch over");
        }
        String url = scheme(values) + SENTINEL + "://" + String.join(",", sentinels) + "#" + master.get();
        return one(values.originOrName(SENTINELS), url);
    }

    private static RedisLocation one(String origin, String url) {
        return new RedisLocation(origin, List.of(url), false);
    }

    private static String scheme(Values values) throws ConfigurationException {
        return values.get(SCHEME) == ScalingSettings.Scheme.TLS ? "rediss" : "redis";
    }

    private static String translated(String url) {
        int colon = url.indexOf("://");
        String scheme = colon < 0 ? null : SCHEMES_OF_LARAVEL.get(url.substring(0, colon));
        return scheme == null ? url : scheme + url.substring(colon);
    }

    private static String host(String host) {
        return host.contains(":") ? "[" + host + "]" : host;
    }

    boolean isOfSentinels() {
        return scheme().endsWith(SENTINEL);
    }

    boolean isEncrypted() {
        return scheme().startsWith("rediss");
    }

    private String scheme() {
        return urls.get(0).split("://", 2)[0];
    }

    /** Whether it says who logs in. */
    boolean hasCredentials() {
        return WITH_CREDENTIALS.matcher(urls.get(0)).matches();
    }

    /** Whether it says which database. */
    boolean hasDatabase() {
        return WITH_DATABASE.matcher(urls.get(0)).matches();
    }

    /** Hosts and ports, nothing secret. */
    String address() {
        return urls.stream().map(RedisLocation::address).collect(Collectors.joining(","));
    }

    private static String address(String url) {
        // From the last @ on: a password that is not escaped as it should be is not shown either.
        String rest = BEFORE_ADDRESS.matcher(url).replaceFirst("");
        return AFTER_ADDRESS.matcher(rest).replaceFirst("");
    }

    @Override
    public String toString() {
        return "RedisLocation[" + address() + "]";
    }
}
