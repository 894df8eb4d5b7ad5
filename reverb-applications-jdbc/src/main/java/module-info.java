import org.jspecify.annotations.NullMarked;

/** Applications from a table of a database. */
@NullMarked
module dev.reverb.applications.jdbc {
    requires transitive dev.reverb.applications.caching;
    requires transitive dev.reverb.core;
    requires transitive java.sql;
    requires com.github.benmanes.caffeine;
    requires com.zaxxer.hikari;
    requires org.slf4j;
    requires tools.jackson.core;
    requires static org.jspecify;

    exports dev.reverb.applications.jdbc;
}
