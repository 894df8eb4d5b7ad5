package dev.reverb.examples.nio;

import dev.reverb.spi.transport.HttpRequest;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** A request as the engine reads it. Nothing in it is used again for the next one: the engine may keep it. */
record NioRequest(RequestHead head, byte[] body, String remoteAddress) implements HttpRequest {

    @Override
    public String method() {
        return head.method();
    }

    @Override
    public String path() {
        return head.path();
    }

    @Override
    public @Nullable String query() {
        return head.query();
    }

    @Override
    public @Nullable String header(String name) {
        return head.header(name);
    }

    @Override
    public Collection<String> headerNames() {
        return head.headerNames();
    }

    @Override
    public boolean isSecure() {
        return false;
    }
}
