package dev.reverb.channel;

import java.util.Optional;

/**
 * A user in a presence channel.
 *
 * @param userId the user's id
 * @param userInfo what the application told of the user, as JSON text
 */
public record Member(String userId, Optional<String> userInfo) {}
