import org.jspecify.annotations.NullMarked;

/** Joins several servers to one cluster over Redis. */
@NullMarked
// Lettuce is no named module of its own; nothing of it is in our API.
@SuppressWarnings("requires-automatic")
module dev.reverb.scaling.redis {
    requires transitive dev.reverb.core;
    requires io.netty.common;
    requires lettuce.core;
    requires org.slf4j;
    requires static org.jspecify;

    exports dev.reverb.scaling.redis;
}
