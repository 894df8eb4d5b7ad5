package dev.reverb.examples.shop;

import dev.reverb.ClientAuthorizer;
import dev.reverb.EncryptionMasterKey;
import dev.reverb.ReverbServer;
import dev.reverb.application.Application;
import dev.reverb.broadcasting.Broadcaster;
import dev.reverb.broadcasting.auth.BroadcastingAuth;
import dev.reverb.broadcasting.auth.Channels;
import dev.reverb.broadcasting.connection.LocalConnection;
import dev.reverb.broadcasting.undertow.BroadcastingHandler;
import dev.reverb.examples.shop.model.Records;
import dev.reverb.transport.undertow.MountedUndertow;
import dev.reverb.transport.undertow.UndertowTransport;
import io.undertow.Undertow;
import io.undertow.server.HttpHandler;
import java.net.InetSocketAddress;

/** The shop on one port: its page, its routes, Reverb, and what authorizes Echo. */
public final class ShopServer implements AutoCloseable {

    private static final Application APPLICATION = Application.of("shop", "shop-key", "shop-secret");

    /** Of 32 bytes; a real shop has one of its own, from its configuration. */
    private static final EncryptionMasterKey ENCRYPTION_KEY =
            EncryptionMasterKey.ofBase64("MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=");

    private final ReverbServer reverb;
    private final Broadcaster broadcaster;
    private final Records records = new Records();
    private final Shop shop;
    private final Undertow undertow;

    private ShopServer(String host, int port) {
        // [broadcaster]
        MountedUndertow mounted = UndertowTransport.mounted();
        reverb = ReverbServer.builder()
                .application(APPLICATION)
                .transport(mounted)
                .start();
        broadcaster = Broadcaster.builder()
                .connection("reverb", LocalConnection.to(reverb, APPLICATION.id()))
                .events("dev.reverb.examples.shop.events")
                .encryptionKey(ENCRYPTION_KEY)
                .build();
        // [broadcaster]
        shop = new Shop(records, reverb, APPLICATION.id(), broadcaster);
        Sessions sessions = new Sessions();
        HttpHandler routes = new ShopRoutes(shop, records, sessions, broadcaster.objectMapper()).handler();
        // [auth]
        Channels channels = ShopChannels.of(records, sessions);
        ClientAuthorizer authorizer = ClientAuthorizer.of(APPLICATION).withEncryptionKey(ENCRYPTION_KEY);
        HttpHandler handler = new BroadcastingHandler(BroadcastingAuth.of(authorizer, channels), routes);
        undertow = Undertow.builder()
                .addHttpListener(port, host)
                .setHandler(mounted.handler(handler))
                .build();
        // [auth]
        undertow.start();
    }

    /**
     * Opens the shop.
     *
     * @param host the address to listen on
     * @param port the port; 0 takes a free one
     * @return the open shop
     */
    static ShopServer open(String host, int port) {
        return new ShopServer(host, port);
    }

    Shop shop() {
        return shop;
    }

    Records records() {
        return records;
    }

    ReverbServer reverb() {
        return reverb;
    }

    int port() {
        return ((InetSocketAddress) undertow.getListenerInfo().get(0).getAddress()).getPort();
    }

    /** Sends what waits, tells pages to reconnect, and closes the port. */
    @Override
    public void close() {
        broadcaster.close();
        reverb.close();
        undertow.stop();
    }

    /**
     * Serves until it is told to stop.
     *
     * @param args the port, 8080 by default
     * @throws InterruptedException where the thread is interrupted while it waits for the end
     */
    public static void main(String[] args) throws InterruptedException {
        try (ShopServer server = open("localhost", args.length > 0 ? Integer.parseInt(args[0]) : 8080)) {
            server.reverb().awaitShutdown();
        }
    }
}
