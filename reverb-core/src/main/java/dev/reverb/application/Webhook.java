package dev.reverb.application;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Where an application is told what happens on its channels (Pusher Channels, "Webhooks"). Immutable.
 *
 * <pre>{@code
 * Webhook.to("https://example.com/hooks/channels")
 *         .forEvents(WebhookEventType.CHANNEL_OCCUPIED, WebhookEventType.CHANNEL_VACATED)
 *         .forChannelsStartingWith("presence-")
 *         .withHeader("X-Tenant", "7")
 * }</pre>
 *
 * @param url an absolute {@code http} or {@code https} address without user information, which HTTP clients do not send
 * @param eventTypes what is told; never empty
 * @param headers what is sent in addition, by name, each once in whatever case; the names that HTTP or the Pusher protocol use themselves are refused
 * @param channelNameStartsWith how the channel's name must begin; empty where it may begin as it likes
 * @param channelNameEndsWith how the channel's name must end; empty where it may end as it likes
 */
public record Webhook(
        URI url,
        Set<WebhookEventType> eventTypes,
        Map<String, String> headers,
        Optional<String> channelNameStartsWith,
        Optional<String> channelNameEndsWith) {

    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
    private static final String VALUE = "[\\t\\x20-\\x7e\\x80-\\xff]*";
    private static final Set<String> RESERVED =
            Set.of("connection", "content-length", "content-type", "expect", "host", "transfer-encoding", "upgrade");

    /**
     * Copies the collections and checks the values.
     *
     * @throws IllegalArgumentException where one is not as described
     */
    public Webhook {
        checkUrl(url);
        if (eventTypes.isEmpty()) {
            throw new IllegalArgumentException("The event_types of a webhook are empty");
        }
        eventTypes = Set.copyOf(eventTypes);
        headers.forEach(Webhook::checkHeader);
        checkNames(headers.keySet());
        headers = Map.copyOf(headers);
    }

    private static void checkUrl(URI url) {
        String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https") || url.getHost() == null) {
            throw new IllegalArgumentException("The url of a webhook must begin with http:// or https:// and a host");
        }
        if (url.getRawUserInfo() != null) {
            throw new IllegalArgumentException(
                    "The url of a webhook must not have user information; send an Authorization header instead");
        }
        if (url.getPort() == 0 || url.getPort() > 65_535) {
            throw new IllegalArgumentException("The url of a webhook must have a port from 1 to 65535");
        }
    }

    private static void checkHeader(String name, String value) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (!name.matches(TOKEN)) {
            throw new IllegalArgumentException("Not the name of a header: \"" + name + "\"");
        }
        if (RESERVED.contains(lower) || lower.startsWith("x-pusher-") || lower.startsWith("x-reverb-")) {
            throw new IllegalArgumentException("A webhook sets the header " + name + " itself");
        }
        if (!value.matches(VALUE)) {
            // The value is not shown: it may be a secret.
            throw new IllegalArgumentException(
                    "The header " + name + " of a webhook has a character that none may have");
        }
    }

    /** Names differ by more than their case (RFC 9110, 5.1): else it would be left to chance which of them is sent. */
    private static void checkNames(Set<String> names) {
        Set<String> seen = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        for (String name : names) {
            if (!seen.add(name)) {
                throw new IllegalArgumentException("A webhook has the header " + name + " twice");
            }
        }
    }

    /**
     * A hook that is told everything about all channels.
     *
     * @param url where to send it
     * @return the hook
     * @throws IllegalArgumentException where it is no address for a webhook
     */
    public static Webhook to(String url) {
        return new Webhook(
                uri(url), EnumSet.allOf(WebhookEventType.class), Map.of(), Optional.empty(), Optional.empty());
    }

    private static URI uri(String url) {
        try {
            return new URI(url);
        } catch (URISyntaxException malformed) {
            // Neither shown nor kept as the cause: its query may have a secret in it.
            throw new IllegalArgumentException("The url of a webhook must be a valid address");
        }
    }

    /**
     * The same, told of nothing else.
     *
     * @param types what it is told
     * @return the hook
     * @throws IllegalArgumentException where there are none
     */
    public Webhook forEvents(Collection<WebhookEventType> types) {
        return new Webhook(url, Set.copyOf(types), headers, channelNameStartsWith, channelNameEndsWith);
    }

    /**
     * The same, told of nothing else.
     *
     * @param types what it is told
     * @return the hook
     * @throws IllegalArgumentException where there are none
     */
    public Webhook forEvents(WebhookEventType... types) {
        return forEvents(Arrays.asList(types));
    }

    /**
     * The same, for some channels only. {@code filter.channel_name_starts_with}
     *
     * @param prefix how their names begin
     * @return the hook
     */
    public Webhook forChannelsStartingWith(String prefix) {
        return new Webhook(url, eventTypes, headers, Optional.of(prefix), channelNameEndsWith);
    }

    /**
     * The same, for some channels only. {@code filter.channel_name_ends_with}
     *
     * @param suffix how their names end
     * @return the hook
     */
    public Webhook forChannelsEndingWith(String suffix) {
        return new Webhook(url, eventTypes, headers, channelNameStartsWith, Optional.of(suffix));
    }

    /**
     * The same with one more header, in place of one of that name, in any case.
     *
     * @param name the header's name
     * @param value its value; not to be logged
     * @return the hook
     * @throws IllegalArgumentException where it is no header, or one that the hook sets itself
     */
    public Webhook withHeader(String name, String value) {
        Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        all.putAll(headers);
        all.put(name, value);
        return new Webhook(url, eventTypes, all, channelNameStartsWith, channelNameEndsWith);
    }

    /**
     * Whether the hook is told of such an event.
     *
     * @param type what happens
     * @param channel the name of the channel on which it happens
     * @return whether the type and the filter fit
     */
    public boolean wants(WebhookEventType type, String channel) {
        return eventTypes.contains(type)
                && (channelNameStartsWith.isEmpty() || channel.startsWith(channelNameStartsWith.get()))
                && (channelNameEndsWith.isEmpty() || channel.endsWith(channelNameEndsWith.get()));
    }

    /** Without what may be secret: the headers' values, and of the address what follows the host. */
    @Override
    public String toString() {
        String types =
                eventTypes.stream().sorted().map(WebhookEventType::wireName).collect(Collectors.joining(", "));
        String port = url.getPort() < 0 ? "" : ":" + url.getPort();
        return "Webhook[" + url.getScheme() + "://" + url.getHost() + port + ", " + types + "]";
    }
}
