package dev.reverb.transport.jakarta;

import dev.reverb.tck.transport.EchoEndpoint;
import jakarta.servlet.ServletContainerInitializer;
import org.junit.jupiter.api.AfterEach;

/** An engine that echoes, and a container to mount it into. */
abstract class MountedCase {

    final EchoEndpoint endpoint = new EchoEndpoint();
    final Container container = Container.create();
    JakartaTransport transport;

    @AfterEach
    final void stop() throws Exception {
        endpoint.completeShutdown();
        container.stop();
        transport.stop();
        endpoint.close();
    }

    /** Starts the container with the transport in it. */
    final void mount() throws Exception {
        mount((classes, context) -> {});
    }

    /** Starts the container with the transport in it, and something of the application's behind that. */
    final void mount(ServletContainerInitializer also) throws Exception {
        container.initializer = (classes, context) -> {
            transport = JakartaTransport.into(context);
            also.onStartup(classes, context);
        };
        container.start();
    }

    final String uri(String scheme, String path) {
        return scheme + "://127.0.0.1:" + container.port() + path;
    }
}
