package dev.reverb.spi.websocket;

import dev.reverb.spi.websocket.ExtensionOffer.Parameter;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The negotiation of {@code permessage-deflate} (RFC 7692 section 7.1). Always without context takeover, in both directions: then
 * a compressed frame is the same for all who get it, and a connection that is silent keeps nothing.
 */
final class PermessageDeflate {

    private static final String NAME = "permessage-deflate";
    private static final String ANSWER = NAME + "; server_no_context_takeover; client_no_context_takeover";

    /** The only window of the JDK's {@code Deflater}, and the largest that there is, in bits. */
    private static final String WINDOW_BITS = "15";

    private static final String SERVER_WINDOW = "server_max_window_bits";

    private PermessageDeflate() {}

    /**
     * The answer to the first offer that can be accepted, in the client's order.
     *
     * @param offers the value of {@code Sec-WebSocket-Extensions} of the request
     * @return its value for the answer, or null where nothing is accepted
     */
    static @Nullable String answer(String offers) {
        for (ExtensionOffer offer : ExtensionOffer.parse(offers)) {
            if (offer.name().equals(NAME) && isAcceptable(offer)) {
                return ANSWER + window(offer);
            }
        }
        return null;
    }

    private static boolean isAcceptable(ExtensionOffer offer) {
        Set<String> names = new HashSet<>();
        return offer.parameters().stream()
                .allMatch(parameter -> names.add(parameter.name()) && isAcceptable(parameter));
    }

    private static boolean isAcceptable(Parameter parameter) {
        String value = parameter.value();
        return switch (parameter.name()) {
            case "server_no_context_takeover", "client_no_context_takeover" -> value == null;
            // Any window of the client's is within what is inflated.
            case "client_max_window_bits" -> value == null || value.matches("[89]|1[0-5]");
            case SERVER_WINDOW -> WINDOW_BITS.equals(value);
            default -> false;
        };
    }

    /** A limit that the client has set is repeated (section 7.1.2.1). */
    private static String window(ExtensionOffer offer) {
        return offer.parameters().stream()
                        .anyMatch(parameter -> parameter.name().equals(SERVER_WINDOW))
                ? "; " + SERVER_WINDOW + "=" + WINDOW_BITS
                : "";
    }
}
