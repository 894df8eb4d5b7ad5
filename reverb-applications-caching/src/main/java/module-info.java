import org.jspecify.annotations.NullMarked;

/** Keeps what a provider of applications has answered. */
@NullMarked
module dev.reverb.applications.caching {
    requires transitive dev.reverb.core;
    requires com.github.benmanes.caffeine;
    requires org.slf4j;
    requires static org.jspecify;

    exports dev.reverb.applications.caching;
}
