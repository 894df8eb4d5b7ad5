import org.jspecify.annotations.NullMarked;

/** Serves Reverb over Undertow 2.4: by a server of its own, or mounted into one that the application runs. */
@NullMarked
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"}) // Undertow has no module descriptor, only a name.
module dev.reverb.transport.undertow {
    requires transitive dev.reverb.core;
    requires transitive undertow.core;
    requires org.slf4j;
    requires static org.jspecify;

}
