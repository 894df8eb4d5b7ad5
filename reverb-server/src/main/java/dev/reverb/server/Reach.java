package dev.reverb.server;

import java.util.Optional;
import java.util.Set;

/**
 * How clients reach the server.
 *
 * @param host the address that it listens on
 * @param port its TCP port
 * @param path the prefix before all paths
 * @param hostname the name by which others know it
 * @param tls whether it speaks TLS
 */
record Reach(String host, int port, String path, Optional<String> hostname, boolean tls) {

    private static final Set<String> ANY = Set.of("0.0.0.0", "::", "[::]", "0:0:0:0:0:0:0:0");

    /** The address that it listens on, as a URL. */
    String listening() {
        String bracketed = host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
        return scheme() + bracketed + ":" + port + path;
    }

    /** Where a browser on this machine finds it. */
    String pageUrl() {
        return scheme() + name() + ":" + port + path + "/";
    }

    private String scheme() {
        return tls ? "https://" : "http://";
    }

    private String name() {
        return tls ? hostname.orElse(local()) : local();
    }

    /** Without TLS the name may be that of a proxy in front; the address always works here. */
    private String local() {
        if (ANY.contains(host)) {
            return "localhost";
        }
        return host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
    }

    /** What to paste into a page, for laravel-echo. */
    String echo(String key) {
        StringBuilder echo = new StringBuilder();
        echo.append("new Echo({\n");
        echo.append("  broadcaster: 'reverb',\n");
        echo.append("  key: '").append(key).append("',\n");
        echo.append("  wsHost: '").append(name()).append("',\n");
        echo.append("  ")
                .append(tls ? "wssPort" : "wsPort")
                .append(": ")
                .append(port)
                .append(",\n");
        if (!path.isEmpty()) {
            echo.append("  wsPath: '").append(path).append("',\n");
        }
        echo.append("  forceTLS: ").append(tls).append(",\n");
        echo.append("  enabledTransports: ['ws', 'wss'],\n");
        echo.append("});");
        return echo.toString();
    }
}
