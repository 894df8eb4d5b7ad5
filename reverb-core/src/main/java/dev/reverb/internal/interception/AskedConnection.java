package dev.reverb.internal.interception;

import dev.reverb.channel.SocketId;
import dev.reverb.interception.ConnectionRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A connection that is decided.
 *
 * @param request what its client asked for
 * @param attachments by those who were asked already
 */
public record AskedConnection(String appId, SocketId socketId, UpgradeRequest request, List<Object> attachments)
        implements ConnectionRequest, Asked {

    public AskedConnection(String appId, SocketId socketId, UpgradeRequest request) {
        this(appId, socketId, request, List.of());
    }

    AskedConnection with(Object attachment) {
        List<Object> more = new ArrayList<>(attachments);
        more.add(attachment);
        return new AskedConnection(appId, socketId, request, List.copyOf(more));
    }

    @Override
    public String remoteAddress() {
        return request.remoteAddress();
    }

    @Override
    public boolean isSecure() {
        return request.isSecure();
    }

    @Override
    public Optional<String> origin() {
        return header("Origin");
    }

    @Override
    public String path() {
        return request.path();
    }

    @Override
    public Map<String, String> query() {
        return request.query();
    }

    @Override
    public Optional<String> header(String name) {
        return Optional.ofNullable(request.headers().get(name));
    }

    @Override
    public <T> Optional<T> attachment(Class<T> type) {
        return Asked.super.attachment(type);
    }

    @Override
    public String toString() {
        return "ConnectionRequest[" + appId + ", " + socketId + ", " + remoteAddress() + "]";
    }
}
