package dev.reverb.server.clients;

import static java.util.concurrent.CompletableFuture.completedFuture;

import dev.reverb.ReverbServer;
import dev.reverb.spi.transport.HttpResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The pages that browsers open: little more than the unmodified release files of laravel-echo and pusher-js. */
final class ClientPages {

    private static final String HTML = "text/html; charset=utf-8";
    private static final String SCRIPT = "text/javascript; charset=utf-8";
    private static final String VENDOR = "/dev/reverb/playground/vendor/";

    private ClientPages() {}

    static void install(ReverbServer.Builder builder) {
        add(builder, "/client/", HTML, "page.html");
        add(builder, "/client/encrypted", HTML, "encrypted.html");
        add(builder, "/client/nacl", HTML, "nacl.html");
        add(builder, "/client/snippets/echo.js", SCRIPT, "snippets/echo.js");
        add(builder, "/client/snippets/tweetnacl.js", SCRIPT, "snippets/tweetnacl.js");
        add(builder, "/client/page.js", SCRIPT, "page.js");
        add(builder, "/client/echo.js", SCRIPT, VENDOR + "laravel-echo-2.5.0/echo.iife.js");
        add(builder, "/client/pusher.js", SCRIPT, VENDOR + "pusher-js-8.6.0/pusher.min.js");
        add(builder, "/client/nacl.js", SCRIPT, "vendor/npm/tweetnacl/nacl-fast.js");
        add(
                builder,
                "/client/pusher-with-encryption.js",
                SCRIPT,
                "vendor/pusher-js-8.6.0/pusher-with-encryption.min.js");
    }

    private static void add(ReverbServer.Builder builder, String path, String type, String resource) {
        HttpResponse file = HttpResponse.of(200, type, read(resource));
        builder.handler(path, request -> completedFuture(file));
    }

    private static byte[] read(String resource) {
        try (InputStream in = ClientPages.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("There is no " + resource);
            }
            return in.readAllBytes();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
