package dev.reverb.internal;

import dev.reverb.Publication;
import dev.reverb.PublishResult;
import dev.reverb.application.ApplicationProvider;
import dev.reverb.channel.ChannelInfo;
import dev.reverb.channel.Member;
import dev.reverb.spi.MetricsRecorder;
import dev.reverb.spi.Scheduler;
import dev.reverb.spi.Ticker;
import dev.reverb.spi.transport.HttpHandler;
import dev.reverb.spi.transport.Transport;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** All parts of one server put together. */
public final class Engine {
    public Engine(ServerSettings settings, ApplicationProvider applications, List<Transport> transports, Map<String, HttpHandler> handlers, Ticker ticker, Scheduler scheduler, MetricsRecorder metrics) {}
    public void start() throws IOException {}
    public CompletionStage<List<PublishResult>> publish(String appId, List<Publication> batch) { throw new UnsupportedOperationException(); }
    public CompletionStage<Map<String, ChannelInfo>> channels(String appId, String prefix) { throw new UnsupportedOperationException(); }
    public CompletionStage<ChannelInfo> channel(String appId, String channel) { throw new UnsupportedOperationException(); }
    public CompletionStage<List<Member>> members(String appId, String channel) { throw new UnsupportedOperationException(); }
    public CompletionStage<Integer> connectionCount(String appId) { throw new UnsupportedOperationException(); }
    public CompletionStage<Void> terminateConnections(String appId, String userId) { throw new UnsupportedOperationException(); }
    public int port() { throw new UnsupportedOperationException(); }
    public CompletionStage<Void> shutdown() { throw new UnsupportedOperationException(); }
    public void awaitShutdown() throws InterruptedException {}
}
