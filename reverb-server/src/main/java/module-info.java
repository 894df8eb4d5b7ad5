/**
 * The server as a program of its own: {@code reverb start}. It exports nothing; what it promises is its command line, its
 * settings and its exit statuses.
 */
module dev.reverb.server {
    requires ch.qos.logback.classic;
    requires ch.qos.logback.core;
    requires dev.reverb.applications.jdbc;
    requires dev.reverb.core;
    requires dev.reverb.playground;
    requires dev.reverb.scaling.redis;
    requires dev.reverb.transport.jetty;
    requires dev.reverb.transport.undertow;
    requires jdk.unsupported; // sun.misc.Signal, by reflection
    requires org.apache.commons.cli;
    requires org.slf4j;
    requires org.snakeyaml.engine;
    requires static org.jspecify;
    requires tools.jackson.core;

    provides ch.qos.logback.classic.spi.Configurator with
            dev.reverb.server.logging.LoggingConfigurator;
}
