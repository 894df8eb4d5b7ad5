package dev.reverb.internal.protocol;

import dev.reverb.application.Application;
import dev.reverb.channel.ChannelName;
import dev.reverb.internal.auth.Signatures;
import dev.reverb.internal.channels.PresenceMember;
import dev.reverb.internal.channels.Step;
import dev.reverb.internal.channels.Subscription;
import dev.reverb.internal.connection.Connection;
import dev.reverb.internal.connection.ConnectionListener;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A session's user (Pusher Channels, "User authentication"): signs it in, says who it is, and sees that there is one in time where
 * the application requires it.
 *
 * <pre>
 *   nobody ── pusher:signin ──▶ signing in: what depends on it waits ── in the user's channel ──▶ signed in
 *                                 the gate, then the user's mailbox       signin_success
 * </pre>
 *
 * A part of {@link ClientSession}, as its superclass.
 */
abstract sealed class UserSession extends Session implements ConnectionListener permits InterceptedSession {

    /** Null where there is none and need be none. */
    private @Nullable SessionUser user;

    UserSession(Connection connection, Tenant tenant, @Nullable SessionExtras extras) {
        super(connection, tenant, extras);
        Application application = tenant.application();
        if (application.requiresUserAuthentication()) {
            long timeout = application.userAuthenticationTimeout().getSeconds();
            user = new SessionUser.Awaited((int) (connection.worker().now() + timeout));
        }
    }

    private @Nullable SignedInUser signedIn() {
        return user instanceof SignedInUser signedIn ? signedIn : null;
    }

    /** Who is signed in; null where nobody is. */
    final @Nullable PresenceMember signedInUser() {
        SignedInUser signedIn = signedIn();
        return signedIn == null ? null : signedIn.member();
    }

    /** The subscription in the signed-in user's channel, which is none of the client's own; null where nobody is signed in. */
    final @Nullable Subscription implicitSubscription() {
        return user instanceof SignedInUser signedIn ? signedIn.subscription() : null;
    }

    /** The id of the signed-in user; null where nobody is. */
    final @Nullable String signedInAs() {
        SignedInUser signedIn = signedIn();
        return signedIn == null ? null : signedIn.id();
    }

    /** Whether this connection is signed in as that user, or on a presence channel as that user. */
    public final boolean isOf(String userId) {
        SignedInUser signedIn = signedIn();
        boolean[] found = {signedIn != null && signedIn.id().equals(userId)};
        forEachSubscription(
                s -> found[0] |= s.member() != null && s.member().userId().equals(userId));
        return found[0];
    }

    /** Who joins a presence channel: whom the application signed for it, or the signed-in user; null where that is nobody. */
    final @Nullable PresenceMember member(@Nullable String channelData) {
        return channelData == null ? signedInUser() : MemberReader.read(channelData);
    }

    /**
     * Keeps a message for a channel until its step has ended, and until a sign-in that is under way has: who may subscribe, and as
     * whom, depends on it. The channel's comes first, so that messages for one channel never change places. Last comes a client event
     * that is decided without a subscription. Whether it waits.
     */
    final boolean waitsForSignIn(@Nullable Subscription subscription, byte[] utf8, int from, int length) {
        SessionExtras extras = extras();
        return waits(subscription, utf8, from, length)
                || waits(implicitSubscription(), utf8, from, length)
                || extras != null && waits(extras.outsider(), utf8, from, length);
    }

    @Override
    final void forEachStep(Consumer<Step> action) {
        forEachSubscription(subscription -> show(subscription, action));
        show(implicitSubscription(), action);
        SessionExtras extras = extras();
        show(extras == null ? null : extras.outsider(), action);
    }

    private static void show(@Nullable Subscription subscription, Consumer<Step> action) {
        Step step = subscription == null ? null : subscription.step();
        if (step != null) {
            action.accept(step);
        }
    }

    // ---- signing in ----

    final void onSignIn(ClientMessage message, byte[] utf8, int from, int length) {
        SignInRequest request = SignInRequest.parse(message);
        if (request == null) {
            tell(PusherError.INVALID_MESSAGE);
        } else if (!waits(implicitSubscription(), utf8, from, length)) {
            signIn(request);
        }
    }

    private void signIn(SignInRequest request) {
        if (!Signatures.verifyUser(application(), connection().socketId(), request.userData(), request.auth())) {
            terminate(PusherError.UNAUTHORIZED);
            return;
        }
        UserData data = UserData.read(request.userData());
        SignedInUser signedIn = signedIn();
        if (data == null) {
            terminate(PusherError.NO_USER_ID);
        } else if (signedIn == null) {
            signIn(data);
        } else if (signedIn.id().equals(data.member().userId())) {
            signedIn.renew(data);
            signedIn.tellSuccess(connection());
            signedIn.watch(connection(), state().channels());
        } else {
            terminate(PusherError.OTHER_USER);
        }
    }

    /** Joins the user's channel. Until that has answered, what depends on the sign-in waits. */
    private void signIn(UserData data) {
        ChannelName channel = ChannelName.ofUser(data.member().userId());
        Subscription subscription = new Subscription(this, state().channels().shared(channel), null);
        user = new SignedInUser(subscription, data);
        subscription.beginStep();
        CompletableFuture<Void> step = joinIfOpen(subscription);
        if (step != null) {
            step.whenComplete(
                    (done, failed) -> connection().worker().execute(() -> endGateStep(subscription, failed != null)));
        }
    }

    private void endGateStep(Subscription subscription, boolean failed) {
        if (implicitSubscription() != subscription) {
            return;
        }
        if (failed) {
            terminate(PusherError.SIGN_IN_UNAVAILABLE);
        } else {
            join(subscription);
        }
    }

    @Override
    protected final void onSignedIn(Subscription subscription) {
        SignedInUser signedIn = signedIn();
        if (signedIn != null && signedIn.subscription() == subscription) {
            SessionEvents.signedIn(context().events(), appId(), connection(), signedIn.id());
            signedIn.tellSuccess(connection());
            // Not amid a fan-out.
            connection().worker().execute(() -> goOn(signedIn));
        }
    }

    private void goOn(SignedInUser signedIn) {
        if (user == signedIn) {
            signedIn.watch(connection(), state().channels());
            endStep(signedIn.subscription());
        }
    }

    // ---- in time ----

    /** Being admitted once is enough, also for who has left again. */
    final void noteAuthorized(Subscription subscription) {
        if (user instanceof SessionUser.Awaited && subscription.channel().type().requiresAuthorization()) {
            user = null;
        }
    }

    @Override
    public final void onSweep() {
        if (!(user instanceof SessionUser.Awaited awaited)
                || connection().worker().now() - awaited.deadline() < 0) {
            return;
        }
        boolean[] underWay = new boolean[1];
        forEachSubscription(subscription -> {
            if (subscription.isInStep()) {
                underWay[0] |= subscription.channel().type().requiresAuthorization();
            } else {
                noteAuthorized(subscription);
            }
        });
        // Whose join takes a while is not to blame for it.
        if (user != null && !underWay[0]) {
            terminate(PusherError.NOT_AUTHENTICATED);
        }
    }

    /** The connection is open no more. */
    final void endUser() {
        SignedInUser signedIn = signedIn();
        if (signedIn != null) {
            signedIn.end();
            leave(signedIn.subscription());
        }
        user = null;
    }
}
