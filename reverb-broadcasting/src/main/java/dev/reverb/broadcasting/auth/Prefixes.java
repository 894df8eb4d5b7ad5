package dev.reverb.broadcasting.auth;

import dev.reverb.channel.ChannelName;

/** What a channel's name has in front that says what the channel can do (Pusher Channels, "Channel types"). */
final class Prefixes {

    private static final String CACHE = "cache-";

    private Prefixes() {}

    /** The name as rules know it: {@code orders.1} of {@code private-encrypted-cache-orders.1}. */
    static String without(ChannelName channel) {
        String name = channel.toString();
        int end = switch (channel.type()) {
            case PRIVATE -> "private-".length();
            case ENCRYPTED -> "private-encrypted-".length();
            case PRESENCE -> "presence-".length();
            case PUBLIC, SERVER_TO_USER -> 0;
        };
        return name.substring(channel.isCache() ? end + CACHE.length() : end);
    }
}
