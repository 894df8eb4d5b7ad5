package dev.reverb.server.playground;

import dev.reverb.application.Application;
import dev.reverb.spi.transport.HttpResponse;
import java.util.Locale;

/**
 * What the page must know of the application, and nothing secret: id, key, and what it accepts. Host, port, scheme and
 * path prefix it takes from its own address, which is right behind proxies too.
 */
final class AppConfig {

    private final byte[] json;

    AppConfig(Application application, boolean loopbackOnly) {
        json = Json.write(out -> {
            out.writeStringProperty("id", application.id());
            out.writeStringProperty("key", application.key());
            out.writeStringProperty(
                    "acceptClientEventsFrom",
                    application.acceptClientEventsFrom().name().toLowerCase(Locale.ROOT));
            out.writeNumberProperty("maxEventSize", application.maxEventSize());
            out.writeBooleanProperty("loopbackOnly", loopbackOnly);
        });
    }

    HttpResponse answer() {
        return Answers.ok(json);
    }
}
