package dev.reverb.internal.protocol;

import dev.reverb.channel.SocketId;
import java.security.SecureRandom;

/** Draws socket ids that nobody can guess: knowing one lets a publisher exclude its connection. Any thread. */
final class SocketIds {

    private final SecureRandom random = new SecureRandom();

    SocketId next() {
        return new SocketId(random.nextInt(SocketId.BOUND), random.nextInt(SocketId.BOUND));
    }
}
