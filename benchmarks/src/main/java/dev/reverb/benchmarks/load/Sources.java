package dev.reverb.benchmarks.load;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/**
 * Where connections come from. One address has some 28 000 ports, and finding a free one gets slow long before they are used
 * up, so on loopback they can be spread over several. Only Linux has these addresses without being told.
 */
final class Sources {

    private static final int FIRST = 2;
    private static final int COUNT = 49;
    private static final boolean LINUX = "Linux".equals(System.getProperty("os.name"));

    private final boolean possible;
    private boolean spread;
    private int next;

    Sources(InetAddress server) {
        this.possible = LINUX && server.getAddress()[0] == 127;
    }

    /** From now on over 127.0.0.2 to 127.0.0.50, if the server is on 127.*. */
    void spread() {
        spread = possible;
    }

    /** Where the next connection comes from; null: the system decides. */
    @Nullable
    SocketAddress next() {
        if (!spread) {
            return null;
        }
        byte[] address = {127, 0, 0, (byte) (FIRST + next++ % COUNT)};
        try {
            return new InetSocketAddress(InetAddress.getByAddress(address), 0);
        } catch (UnknownHostException e) {
            throw new AssertionError("Four bytes are an address", e);
        }
    }
}
