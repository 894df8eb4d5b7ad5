/** The module with its tests in it. */
open module dev.reverb.examples.nio {
    requires transitive dev.reverb.core;
    requires dev.reverb.tck;
    requires org.assertj.core;
    requires org.junit.jupiter.api;
    requires org.junit.jupiter.params;
    requires org.slf4j;
    requires static org.jspecify;

    exports dev.reverb.examples.nio;
}
