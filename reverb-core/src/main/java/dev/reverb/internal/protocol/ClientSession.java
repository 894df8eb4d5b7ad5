package dev.reverb.internal.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.reverb.application.ClientEventPolicy;
import dev.reverb.channel.ChannelName;
import dev.reverb.channel.ChannelType;
import dev.reverb.event.ClosedBy;
import dev.reverb.event.RateLimited;
import dev.reverb.internal.auth.Signatures;
import dev.reverb.internal.channels.Fact;
import dev.reverb.internal.channels.PresenceMember;
import dev.reverb.internal.channels.Step;
import dev.reverb.internal.channels.Subscription;
import dev.reverb.internal.channels.Whisper;
import dev.reverb.internal.connection.Connection;
import dev.reverb.internal.event.EventKind;
import dev.reverb.internal.wire.JsonSlice;
import dev.reverb.internal.wire.PusherFrames;
import dev.reverb.spi.websocket.EncodedFrame;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One client as the protocol sees it: reads its messages and does what they say. {@link #onMessage} is the protocol's table.
 * Everything happens on the connection's lane.
 */
public final class ClientSession extends InterceptedSession {

    /** The longest name of an event, in characters. */
    static final int MAX_EVENT_NAME_LENGTH = 200;

    /** A signature, escapes in it included, up to the quote behind it; the message may be a string within a string. */
    private static final Pattern AUTH = Pattern.compile("(auth\\\\*\"\\s*:\\s*\\\\*\")(?:[^\"\\\\]|\\\\++[^\"\\\\])*+");

    /**
     * @param countedAddress the client's address, which is counted out when the connection closes; null where none is counted
     * @param attachments what interceptors have attached to the connection
     */
    ClientSession(Connection connection, Tenant tenant, @Nullable String countedAddress, List<Object> attachments) {
        super(connection, tenant, extras(tenant, countedAddress, attachments));
    }

    private static @Nullable SessionExtras extras(
            Tenant tenant, @Nullable String countedAddress, List<Object> attachments) {
        SessionContext context = tenant.context();
        MessageRate rate =
                tenant.application().rateLimit().map(MessageRate::new).orElse(null);
        boolean timed = context.events().isWanted(EventKind.CONNECTION_CLOSED);
        return countedAddress == null && rate == null && attachments.isEmpty() && !timed
                ? null
                : new SessionExtras(
                        countedAddress,
                        rate,
                        attachments,
                        timed ? context.ticker().nanoTime() : SessionExtras.UNTIMED);
    }

    // ---- messages ----

    @Override
    public void onText(byte[] utf8, int from, int length) {
        if (Connection.TRAFFIC.isDebugEnabled()) {
            String text = new String(utf8, from, length, UTF_8);
            Connection.TRAFFIC.debug(
                    "{} -> {}", connection().socketId(), AUTH.matcher(text).replaceAll("$1*"));
        }
        SessionExtras extras = extras();
        MessageRate rate = extras == null ? null : extras.rate();
        if (rate == null || rate.tryAcquire(context().ticker().nanoTime())) {
            onMessage(utf8, from, length);
            return;
        }
        noteRateLimited(RateLimited.Limit.MESSAGES);
        tell(PusherError.RATE_LIMITED);
        if (rate.terminates()) {
            connection().close(PusherError.RATE_LIMIT_TERMINATED.code(), PusherError.RATE_LIMIT_TERMINATED.message());
        }
    }

    private void noteRateLimited(RateLimited.Limit limit) {
        context().metrics().rateLimited(appId());
        context().events().tellRateLimited(appId(), connection().socketId(), limit);
    }

    @Override
    void onMessage(byte[] utf8, int from, int length) {
        Optional<ClientMessage> parsed = ClientMessage.parse(utf8, from, length);
        if (parsed.isEmpty()) {
            tell(PusherError.INVALID_MESSAGE);
            return;
        }
        ClientMessage message = parsed.get();
        String event = message.event();
        switch (event) {
            case "pusher:ping" -> connection().send(PusherFrames.PONG);
            case "pusher:pong" -> {}
            case "pusher:signin" -> onSignIn(message, utf8, from, length);
            case "pusher:subscribe" -> onSubscribe(message, utf8, from, length);
            case "pusher:unsubscribe" -> onUnsubscribe(message, utf8, from, length);
            default -> {
                if (event.startsWith("client-")) {
                    onClientEvent(message, event, utf8, from, length);
                } else if (event.startsWith("pusher:")) {
                    tell(PusherError.INVALID_MESSAGE);
                }
            }
        }
    }

    // ---- subscriptions ----

    private void onSubscribe(ClientMessage message, byte[] utf8, int from, int length) {
        SubscribeRequest request = SubscribeRequest.parse(message);
        if (request == null) {
            tell(PusherError.INVALID_MESSAGE);
            return;
        }
        Optional<ChannelName> parsed = ChannelName.parse(request.channel());
        if (parsed.isEmpty()) {
            refuse(request.channel(), "InvalidChannel", "The channel's name is not valid", 400);
            return;
        }
        ChannelName channel = parsed.get();
        Subscription known = channel.type() == ChannelType.SERVER_TO_USER ? implicitSubscription() : find(channel);
        if (waitsForSignIn(known, utf8, from, length)) {
            return;
        }
        PresenceMember member = channel.isPresence() ? member(request.channelData()) : null;
        if (!isAuthorized(channel, request) || channel.isPresence() && member == null) {
            refuseUnauthorized(channel);
        } else if (known != null) {
            state().channels().execute(channel, c -> c.repeatAnswer(known));
        } else {
            subscribe(channel, member, request, length);
        }
    }

    private boolean isAuthorized(ChannelName channel, SubscribeRequest request) {
        if (channel.type() == ChannelType.SERVER_TO_USER) {
            Subscription implicit = implicitSubscription();
            return implicit != null && implicit.channel().equals(channel);
        }
        return !channel.type().requiresAuthorization()
                || Signatures.verifyChannel(
                        application(),
                        connection().socketId(),
                        channel.toString(),
                        request.channelData(),
                        request.auth());
    }

    private void refuse(String channel, String type, String error, int status) {
        connection().send(PusherFrames.subscriptionError(channel, type, error, status));
    }

    private void refuseUnauthorized(ChannelName channel) {
        refuse(channel.toString(), "AuthError", "The connection is unauthorized.", 401);
        tell(PusherError.UNAUTHORIZED);
    }

    private void subscribe(ChannelName channel, @Nullable PresenceMember member, SubscribeRequest request, int length) {
        if (subscriptionCount() >= application().maxChannelsPerConnection()) {
            refuse(channel.toString(), "LimitReached", "The connection is on as many channels as it may be", 403);
            return;
        }
        if (member != null
                && member.userInfo() != null
                && member.userInfo().length() > application().maxPresenceMemberSize()) {
            refuse(channel.toString(), "LimitReached", "The member's user_info is too large", 413);
            return;
        }
        Subscription subscription = new Subscription(this, state().channels().shared(channel), member);
        record(subscription);
        decide(subscription, request, length);
    }

    @Override
    void onAccepted(Subscription subscription) {
        CompletableFuture<Void> step = joinIfOpen(subscription);
        boolean wasInStep = subscription.isInStep();
        if (step != null) {
            if (!wasInStep) {
                subscription.beginStep();
            }
            step.whenComplete(
                    (done, failed) -> connection().worker().execute(() -> endJoinStep(subscription, failed != null)));
        } else if (wasInStep) {
            endStep(subscription);
        }
    }

    private void endJoinStep(Subscription subscription, boolean failed) {
        if (find(subscription.channel()) != subscription) {
            return;
        }
        if (failed) {
            onJoinRefused(subscription, unavailable(subscription.channel().toString()));
        } else {
            join(subscription);
            endStep(subscription);
        }
    }

    @Override
    protected void onJoinRefused(Subscription subscription, EncodedFrame error) {
        forget(subscription);
        connection().send(error);
        // Also where the channel refuses while a client event of its is being decided: nobody else would go on with
        // what waits.
        endStep(subscription);
    }

    private void onUnsubscribe(ClientMessage message, byte[] utf8, int from, int length) {
        SubscribeRequest request = SubscribeRequest.parse(message);
        if (request == null) {
            tell(PusherError.INVALID_MESSAGE);
            return;
        }
        Subscription known =
                ChannelName.parse(request.channel()).map(this::find).orElse(null);
        if (!waitsForSignIn(known, utf8, from, length) && known != null) {
            forget(known);
            leave(known);
            noteAuthorized(known);
        }
    }

    // ---- client events ----

    private void onClientEvent(ClientMessage message, String event, byte[] utf8, int from, int length) {
        Optional<String> given = message.channel();
        if (given.isEmpty()) {
            tell(PusherError.INVALID_MESSAGE);
            return;
        }
        ChannelName channel = ChannelName.parse(given.get()).orElse(null);
        Subscription sender = channel == null ? null : find(channel);
        if (waitsForSignIn(sender, utf8, from, length)) {
            return;
        }
        PusherError refusal = refusal(channel, sender, event);
        if (refusal != null || channel == null) {
            tell(refusal == null ? PusherError.INVALID_CLIENT_EVENT : refusal);
            return;
        }
        if (!state().clientEvents().tryAcquire(1, application().maxClientEventsPerSecond())) {
            noteRateLimited(RateLimited.Limit.CLIENT_EVENTS);
            tell(PusherError.RATE_LIMITED);
            return;
        }
        decide(channel, sender, message, length);
    }

    private @Nullable PusherError refusal(@Nullable ChannelName channel, @Nullable Subscription sender, String event) {
        ClientEventPolicy policy = application().acceptClientEventsFrom();
        if (policy == ClientEventPolicy.NONE) {
            return PusherError.CLIENT_EVENTS_DISABLED;
        }
        if (channel == null || event.length() > MAX_EVENT_NAME_LENGTH) {
            return PusherError.INVALID_CLIENT_EVENT;
        }
        boolean allowed = switch (channel.type()) {
            case PRIVATE, PRESENCE -> true;
            case PUBLIC -> policy == ClientEventPolicy.ALL;
            case ENCRYPTED, SERVER_TO_USER -> false;
        };
        if (!allowed) {
            return PusherError.CLIENT_EVENTS_NOT_ALLOWED;
        }
        return needsMember(channel) && sender == null ? PusherError.NOT_A_MEMBER : null;
    }

    /** On public channels, where they take client events at all, anyone may speak. */
    private static boolean needsMember(ChannelName channel) {
        return channel.type() != ChannelType.PUBLIC;
    }

    @Override
    void whisper(ChannelName channel, @Nullable Subscription sender, JsonSlice event, @Nullable JsonSlice data) {
        String userId = sender == null || sender.member() == null
                ? null
                : sender.member().userId();
        EncodedFrame frame = PusherFrames.clientEvent(event, channel, data, userId);
        Fact.ClientEvent fact = state().channels().wantsClientEvents(channel)
                ? Fact.ClientEvent.of(
                        channel, event.string(), data, connection().socketId(), userId)
                : null;
        WhisperOutcome outcome = new WhisperOutcome();
        context()
                .dispatcher()
                .whisper(
                        state(), channel, frame, connection().socketKey(), sender, needsMember(channel), fact, outcome);
        if (outcome.admitted.isDone()) {
            tellIfAny(outcome.admitted.join());
            return;
        }
        // Past the bound the sender is not read any further until there is room.
        pauseReading();
        outcome.admitted.thenAccept(refused -> connection().worker().execute(() -> {
            tellIfAny(refused);
            resumeReading();
        }));
    }

    /** What becomes of a client event of this session's. */
    private final class WhisperOutcome implements Whisper.Outcome {

        private final CompletableFuture<@Nullable PusherError> admitted = new CompletableFuture<>();

        @Override
        public void admitted() {
            admitted.complete(null);
        }

        @Override
        public void refused() {
            admitted.complete(PusherError.CLIENT_EVENT_TOO_BUSY);
        }

        @Override
        public void unavailable() {
            connection().worker().execute(() -> tell(PusherError.CLIENT_EVENT_TOO_BUSY));
        }

        @Override
        public void notMember() {
            connection().worker().execute(() -> tell(PusherError.NOT_A_MEMBER));
        }
    }

    private void tellIfAny(@Nullable PusherError error) {
        if (error != null) {
            tell(error);
        }
    }

    // ---- time, and the end ----

    @Override
    public void onIdle() {
        connection().send(connection().usesControlFrames() ? EncodedFrame.ping() : PusherFrames.PING);
    }

    @Override
    public void onPongTimeout() {
        terminate(PusherError.PONG_TIMEOUT);
    }

    @Override
    public void onClosed(int code, String reason, ClosedBy by) {
        SessionExtras extras = extras();
        if (extras != null && extras.opened() != SessionExtras.UNTIMED) {
            long openFor = context().ticker().nanoTime() - extras.opened();
            SessionEvents.closed(context().events(), appId(), connection(), code, reason, by, openFor, signedInAs());
        }
        forEachStep(Step::cancel);
        forEachSubscription(this::leave);
        forgetAll();
        endUser();
        state().disconnected();
        if (extras != null && extras.countedAddress() != null) {
            context().counter().disconnected(extras.countedAddress());
        }
        context().metrics().connectionClosed(application().id());
        endPauses();
    }
}
