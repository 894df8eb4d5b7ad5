import org.jspecify.annotations.NullMarked;

/** Load runs that compare the transports with each other and with a bare epoll server. Not published. */
@NullMarked
module dev.reverb.benchmarks {
    requires dev.reverb.core;
    requires dev.reverb.transport.jetty;
    requires dev.reverb.transport.undertow;
    requires static org.jspecify;
}
