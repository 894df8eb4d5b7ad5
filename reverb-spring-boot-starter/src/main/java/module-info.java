import org.jspecify.annotations.NullMarked;

/** Reverb in a Spring Boot application: on its port, by its properties, within its life cycle. */
@NullMarked
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"}) // Spring's jars are no explicit modules.
module dev.reverb.spring.boot {
    requires transitive dev.reverb.core;
    requires transitive dev.reverb.transport.jakarta;
    requires transitive spring.boot;
    requires transitive spring.boot.autoconfigure;
    requires spring.beans;
    requires spring.context;
    requires spring.core;
    requires org.slf4j;
    requires static dev.reverb.applications.jdbc;
    requires static dev.reverb.broadcasting;
    requires static dev.reverb.playground;
    requires static dev.reverb.scaling.redis;
    requires static org.jspecify;
    requires static micrometer.core;
    requires static spring.boot.health;
    requires static spring.boot.web.server;
    requires static spring.tx;

    exports dev.reverb.spring.boot;

    // Spring makes the beans of it, by reflection.
    opens dev.reverb.spring.boot;
}
