package dev.reverb.server.clients;

import com.pusher.rest.Pusher;
import dev.reverb.application.Application;

/** Where clients and publishers reach an application: a server, or what stands before several. */
interface Site {

    /** The application that is published to. */
    Application application();

    /** The port on the loopback address. */
    int port();

    /** {@code http} or {@code https}. */
    String scheme();

    /** The address of a path. */
    default String url(String path) {
        return scheme() + "://" + ServerTransport.ADDRESS + ":" + port() + path;
    }

    /** The server SDK of this application. */
    default Pusher sdk() {
        return sdk(application().secret());
    }

    /** The server SDK with some secret. */
    default Pusher sdk(String secret) {
        Pusher sdk = new Pusher(application().id(), application().key(), secret, ApplicationEndpoints.MASTER_KEY);
        sdk.setEncrypted(scheme().equals("https"));
        sdk.setHost(ServerTransport.ADDRESS + ":" + port());
        return sdk;
    }
}
