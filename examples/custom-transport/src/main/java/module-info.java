import org.jspecify.annotations.NullMarked;

/** A transport written from outside, on {@code java.nio} alone; see {@code docs/custom-transport.md}. */
@NullMarked
module dev.reverb.examples.nio {
    requires transitive dev.reverb.core;
    requires org.slf4j;
    requires static org.jspecify;

    exports dev.reverb.examples.nio;
}
