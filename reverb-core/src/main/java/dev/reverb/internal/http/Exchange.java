package dev.reverb.internal.http;

import dev.reverb.application.Application;
import dev.reverb.spi.transport.HttpRequest;
import dev.reverb.spi.transport.HttpResponder;
import dev.reverb.spi.transport.HttpResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request whose place has been found, kept until its application is, too; and what takes its answer, to which it adds what
 * the application says of origins.
 */
final class Exchange implements HttpResponder {

    final Place place;
    final String appId;
    final List<String> variables;
    final String path;
    final HttpRequest request;
    private final HttpResponder responder;
    private @Nullable Application application;
    private @Nullable String origin;

    Exchange(
            Place place,
            String appId,
            List<String> variables,
            String path,
            HttpRequest request,
            HttpResponder responder) {
        this.place = place;
        this.appId = appId;
        this.variables = variables;
        this.path = path;
        this.request = request;
        this.responder = responder;
    }

    void found(Application found) {
        application = found;
        origin = Cors.allowsAll(found) ? null : request.header("Origin");
    }

    @Override
    public void respond(HttpResponse response) {
        responder.respond(application == null ? response : Cors.allow(application, origin, response));
    }
}
