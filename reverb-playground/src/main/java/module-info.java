import org.jspecify.annotations.NullMarked;

/** A page to try a server on: the unmodified client libraries against its own sockets and its own HTTP API. */
@NullMarked
module dev.reverb.playground {
    requires transitive dev.reverb.core;
    requires static org.jspecify;
    requires tools.jackson.core;

    exports dev.reverb.playground;
}
