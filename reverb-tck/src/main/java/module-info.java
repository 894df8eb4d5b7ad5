import org.jspecify.annotations.NullMarked;

/**
 * Tests without a socket: fakes for what surrounds the engine ({@link dev.reverb.tck}), and the kits that any transport
 * ({@link dev.reverb.tck.transport}), any scaling back-end ({@link dev.reverb.tck.scaling}) and any provider of applications ({@link
 * dev.reverb.tck.application}) must pass.
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
    exports dev.reverb.tck.application;
    exports dev.reverb.tck.scaling;
    exports dev.reverb.tck.transport;

    // JUnit makes the kits' nested classes, which are nobody else's.
    opens dev.reverb.tck.scaling to
            org.junit.platform.commons;
    opens dev.reverb.tck.transport to
            org.junit.platform.commons;
}
