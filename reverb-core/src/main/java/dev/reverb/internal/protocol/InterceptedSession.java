package dev.reverb.internal.protocol;

import dev.reverb.channel.ChannelName;
import dev.reverb.channel.Member;
import dev.reverb.interception.ClientEventDecision;
import dev.reverb.interception.SubscriptionDecision;
import dev.reverb.internal.channels.PresenceMember;
import dev.reverb.internal.channels.Step;
import dev.reverb.internal.channels.Subscription;
import dev.reverb.internal.connection.Connection;
import dev.reverb.internal.interception.AskedClientEvent;
import dev.reverb.internal.interception.AskedSubscription;
import dev.reverb.internal.interception.Interception;
import dev.reverb.internal.interception.Question;
import dev.reverb.internal.interception.Verdict;
import dev.reverb.internal.wire.JsonSlice;
import dev.reverb.internal.wire.PusherFrames;
import dev.reverb.spi.websocket.EncodedFrame;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What interceptors decide of a session.
 *
 * <pre>
 *   pusher:subscribe ─▶ good ─▶ a step of the subscription: asked ─▶ accepted ─▶ the gate, then the channel's mailbox
 *                                                                 └▶ refused ─▶ subscription_error
 *   client event ─▶ good ─▶ a step of the sender's subscription: asked ─▶ accepted ─▶ the channel's mailbox
 *                                                                     └▶ refused ─▶ pusher:error 4301
 * </pre>
 *
 * Either way it is a step like that of a join: messages for the channel that come meanwhile wait in order, as do those behind them, and
 * past {@value Session#MAX_WAITING} of a channel, or {@value Session#MAX_HELD} bytes of all, the client is not read. So what a client does
 * on one channel stays in order, unsubscribing included, and no more than one thing of it is asked at a time, however much it sends. Its
 * other channels go on, since between channels there is no order anyway. Who whispers on a public channel without a subscription has none
 * that a step could belong to: then all of the client's channels wait for a stand-in. Where the connection closes, what is asked on its
 * account is taken back.
 *
 * <p>A part of {@link ClientSession}, as its superclass.
 */
abstract sealed class InterceptedSession extends UserSession permits ClientSession {

    /** What data that is added adds to a message beside itself. */
    private static final String DATA = ",\"data\":";

    InterceptedSession(Connection connection, Tenant tenant, @Nullable SessionExtras extras) {
        super(connection, tenant, extras);
    }

    private List<Object> attachments() {
        SessionExtras extras = extras();
        return extras == null ? List.of() : extras.attachments();
    }

    private Optional<Member> user() {
        return Optional.ofNullable(signedInUser()).map(PresenceMember::toMember);
    }

    // ---- subscriptions ----

    /** A subscription was accepted, or nobody had to be asked; it may be in a step. */
    abstract void onAccepted(Subscription subscription);

    /**
     * Has a recorded subscription decided, or accepts it where nobody has a say in it.
     *
     * @param length of the message
     */
    final void decide(Subscription subscription, SubscribeRequest request, int length) {
        Interception interception = context().interception();
        if (interception == null || !interception.decidesSubscriptions()) {
            onAccepted(subscription);
            return;
        }
        Step step = subscription.beginStep();
        hold(step, length);
        Question<?, ?> question = interception.decide(
                new AskedSubscription(
                        appId(),
                        connection().socketId(),
                        subscription.channel(),
                        Optional.ofNullable(subscription.member()).map(PresenceMember::toMember),
                        Optional.ofNullable(request.channelData()),
                        user(),
                        attachments()),
                verdict -> connection().worker().execute(() -> decided(subscription, verdict)));
        step.onCancel(question::cancel);
    }

    private void decided(Subscription subscription, Verdict<AskedSubscription, SubscriptionDecision> verdict) {
        if (find(subscription.channel()) != subscription) {
            return;
        }
        String channel = subscription.channel().toString();
        if (verdict.decision() == null) {
            onJoinRefused(subscription, unavailable(channel));
        } else if (verdict.decision() instanceof SubscriptionDecision.Refused refused) {
            onJoinRefused(
                    subscription,
                    PusherFrames.subscriptionError(channel, "AuthError", refused.error(), refused.status()));
        } else {
            onAccepted(subscription);
        }
    }

    /** Refuses a join that could not be decided or prepared. */
    static EncodedFrame unavailable(String channel) {
        return PusherFrames.subscriptionError(channel, "ServerError", "The channel is not available right now", 503);
    }

    // ---- client events ----

    /** A client event was accepted, or nobody had to be asked. */
    abstract void whisper(
            ChannelName channel, @Nullable Subscription sender, JsonSlice event, @Nullable JsonSlice data);

    /**
     * Has a client event decided, or accepts it where nobody has a say in it.
     *
     * @param length of the message
     */
    final void decide(ChannelName channel, @Nullable Subscription sender, ClientMessage message, int length) {
        Interception interception = context().interception();
        if (interception == null || !interception.decidesClientEvents()) {
            whisper(channel, sender, message.eventJson(), message.data());
            return;
        }
        Subscription waiting = sender == null ? standIn(channel) : sender;
        Step step = waiting.beginStep();
        hold(step, length);
        Question<?, ?> question = interception.decide(
                asked(channel, sender, message, length),
                verdict -> connection().worker().execute(() -> decided(waiting, sender, verdict)));
        step.onCancel(question::cancel);
    }

    /** Outlives the message, whose bytes are the transport's. */
    private AskedClientEvent asked(
            ChannelName channel, @Nullable Subscription sender, ClientMessage message, int length) {
        JsonSlice data = message.data();
        PresenceMember member = sender == null ? null : sender.member();
        return new AskedClientEvent(
                appId(),
                connection().socketId(),
                channel,
                message.eventJson().copy(),
                data == null ? null : data.copy(),
                application().maxMessageSize() - length + (data == null ? -DATA.length() : data.length()),
                Optional.ofNullable(member).map(PresenceMember::userId),
                user(),
                attachments());
    }

    /** Not recorded, and never joined: messages wait for it, and that is all. */
    private Subscription standIn(ChannelName channel) {
        SessionExtras extras = needExtras();
        Subscription known = extras.outsider();
        if (known != null) {
            return known;
        }
        Subscription made = new Subscription(this, channel, null);
        extras.setOutsider(made);
        return made;
    }

    private void decided(
            Subscription waiting,
            @Nullable Subscription sender,
            Verdict<AskedClientEvent, ClientEventDecision> verdict) {
        if (!connection().isOpen()) {
            return;
        }
        AskedClientEvent asked = verdict.asked();
        if (sender != null && find(asked.channel()) != sender) {
            // Its join was refused meanwhile, and what waited has gone on.
            tell(PusherError.NOT_A_MEMBER);
            return;
        }
        if (verdict.decision() == null) {
            tell(PusherError.CLIENT_EVENT_UNDECIDED);
        } else if (verdict.decision() instanceof ClientEventDecision.Refused refused) {
            connection().send(PusherFrames.error(PusherError.CLIENT_EVENT_UNDECIDED.code(), refused.message()));
        } else if (!(verdict.decision() instanceof ClientEventDecision.Dropped)) {
            whisper(asked.channel(), sender, asked.eventJson(), asked.dataJson());
        }
        endStep(waiting);
    }
}
