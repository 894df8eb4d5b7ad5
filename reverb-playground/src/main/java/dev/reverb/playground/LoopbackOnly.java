package dev.reverb.playground;

import dev.reverb.spi.transport.HttpRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Lets in this machine's own browsers only. Three things are asked, each against another way in:
 *
 * <ol>
 *   <li>the peer is a loopback address: no other machine;
 *   <li>no header tells of a proxy: one on this machine would make every visitor look like a loopback peer;
 *   <li>{@code Host} is a loopback name or address, or one of the names given: a foreign web page whose name was made to
 *       resolve to 127.0.0.1 (DNS rebinding) still says its own name there.
 * </ol>
 */
final class LoopbackOnly implements AccessRule {

    private static final List<String> PROXY_HEADERS =
            List.of("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "Via");
    private static final Pattern IP_LITERAL = Pattern.compile("[0-9.]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");
    private static final String HOW_TO_OPEN =
            " To decide otherwise, start the server with --playground, or install the page with loopbackOnly(false).";

    private final Set<String> hosts;

    LoopbackOnly(List<String> hosts) {
        this.hosts = hosts.stream().map(host -> host.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public @Nullable String refusal(HttpRequest request) {
        if (!isLoopbackAddress(request.remoteAddress())) {
            return "The playground signs with the application's secret, so it answers this machine only." + HOW_TO_OPEN;
        }
        if (PROXY_HEADERS.stream().anyMatch(name -> request.header(name) != null)) {
            return "The playground signs with the application's secret, so it does not answer through a proxy."
                    + HOW_TO_OPEN;
        }
        String header = request.header("Host");
        Optional<Authority> host = header == null ? Optional.empty() : Authority.parse(header);
        if (host.isEmpty() || !isLocal(host.get().host())) {
            return "Open the playground as localhost or 127.0.0.1.";
        }
        return null;
    }

    private boolean isLocal(String host) {
        return host.equals("localhost")
                || host.endsWith(".localhost")
                || hosts.contains(host)
                || isLoopbackAddress(host);
    }

    private static boolean isLoopbackAddress(String text) {
        // Only what is an address by its letters: a name would be looked up.
        if (!IP_LITERAL.matcher(text).matches()) {
            return false;
        }
        try {
            return InetAddress.getByName(text).isLoopbackAddress();
        } catch (UnknownHostException notAnAddress) {
            return false;
        }
    }
}
