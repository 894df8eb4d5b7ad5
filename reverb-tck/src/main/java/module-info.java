import org.jspecify.annotations.NullMarked;

/**
 * Tests without a socket: fakes for what surrounds the engine ({@link dev.reverb.tck}), and the kits that any transport
 * must pass ({@link dev.reverb.tck.transport}).
 */
@NullMarked
module dev.reverb.tck {
    requires transitive dev.reverb.core;
    requires transitive org.junit.jupiter.api;
    requires static transitive org.jspecify;
    requires java.management;
    requires jdk.management;
    requires org.assertj.core;
    requires tools.jackson.core;
    requires transitive java.net.http;

    exports dev.reverb.tck;
    exports dev.reverb.tck.transport;
}
