import org.jspecify.annotations.NullMarked;

/** Serves Reverb over Undertow 2.4: by a server of its own, or mounted into one that the application runs. */
@NullMarked
// Undertow and XNIO have no module descriptors; their names come from their files' names.
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"})
module dev.reverb.transport.undertow {
    requires transitive dev.reverb.core;
    requires transitive undertow.core;
    requires org.slf4j;
    requires xnio.api;
    // Named by an overload of a method of XNIO's.
    requires static java.logging;
    requires static org.jspecify;

    exports dev.reverb.transport.undertow;
}
