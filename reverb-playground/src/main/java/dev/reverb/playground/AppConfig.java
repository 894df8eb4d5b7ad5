package dev.reverb.playground;

import dev.reverb.application.Application;
import dev.reverb.spi.transport.HttpResponse;
import java.util.Locale;

/**
 * What the page must know of the application, and nothing secret: id, key, and what it accepts. Host, port, scheme and
 * path prefix it takes from its own address, which is right behind proxies too; it is told only how far above its files
 * the server is.
 */
final class AppConfig {

    private final byte[] json;

    AppConfig(Application application, boolean loopbackOnly, String root) {
        json = Json.write(out -> {
            out.writeStringProperty("id", application.id());
            out.writeStringProperty("key", application.key());
            out.writeStringProperty(
                    "acceptClientEventsFrom",
                    application.acceptClientEventsFrom().name().toLowerCase(Locale.ROOT));
            out.writeBooleanProperty("subscriptionCountEvents", application.hasSubscriptionCountEvents());
            out.writeNumberProperty("maxEventSize", application.maxEventSize());
            out.writeBooleanProperty("loopbackOnly", loopbackOnly);
            out.writeStringProperty("root", root);
        });
    }

    HttpResponse answer() {
        return Answers.ok(json);
    }
}
