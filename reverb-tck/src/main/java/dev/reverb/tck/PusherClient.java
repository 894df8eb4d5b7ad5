package dev.reverb.tck;

import dev.reverb.application.Application;
import dev.reverb.channel.Member;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A connected client that speaks the Pusher protocol, and signs for itself what the application's server would sign for
 * it. Where JSON is compared, it is by meaning: the order of fields and white space do not matter. For the exact bytes
 * there are {@link #expectText} and {@link Dialogue}.
 *
 * <p>Made by {@link ReverbTester#connect}. Thread rules are those of {@link InMemoryClient}.
 */
public final class PusherClient {

    private final Application application;
    private final InMemoryClient socket;
    private final String socketId;

    PusherClient(Application application, InMemoryClient socket) {
        this.application = application;
        this.socket = socket;
        ReceivedEvent hello = nextEvent();
        if (!hello.event().equals("pusher:connection_established")) {
            throw new AssertionError("Expected to be connected\nbut was  " + hello);
        }
        this.socketId = hello.field("socket_id").orElseThrow(() -> new AssertionError("No socket id in " + hello));
    }

    /**
     * The connection's id.
     *
     * @return what {@code pusher:connection_established} told
     */
    public String socketId() {
        return socketId;
    }

    /**
     * The WebSocket connection below, to send frames of other kinds, close it, or slow it down.
     *
     * @return the same connection
     */
    public InMemoryClient socket() {
        return socket;
    }

    /**
     * Sends a message as it is.
     *
     * @param message its text
     * @return this client
     */
    public PusherClient send(String message) {
        socket.text(message);
        return this;
    }

    /**
     * Subscribes to a channel, signed where its type takes a signature.
     *
     * @param channel its name; not of a presence channel, which needs a member
     * @return this client
     */
    public PusherClient subscribe(String channel) {
        return send(PusherMessage.subscribe(application, socketId, channel, null));
    }

    /**
     * Subscribes to a presence channel.
     *
     * @param channel its name
     * @param member who joins it
     * @return this client
     */
    public PusherClient subscribe(String channel, Member member) {
        return subscribe(channel, PusherMessage.channelData(member));
    }

    /**
     * Subscribes to a channel with {@code channel_data}, whatever it is.
     *
     * @param channel its name
     * @param channelData the text that is sent and signed, such as {@code {"user_id":"7"}}
     * @return this client
     */
    public PusherClient subscribe(String channel, String channelData) {
        return send(PusherMessage.subscribe(application, socketId, channel, channelData));
    }

    /**
     * Signs in.
     *
     * @param userData the text that is sent and signed, such as {@code {"id":"7"}}
     * @return this client
     */
    public PusherClient signIn(String userData) {
        return send(PusherMessage.signIn(application, socketId, userData));
    }

    /**
     * Leaves a channel.
     *
     * @param channel its name
     * @return this client
     */
    public PusherClient unsubscribe(String channel) {
        return send(PusherMessage.unsubscribe(channel));
    }

    /**
     * Sends a client event.
     *
     * @param channel the channel's name
     * @param event the event's name, with its {@code client-}
     * @param data its data, as JSON
     * @return this client
     */
    public PusherClient whisper(String channel, String event, String data) {
        return send(PusherMessage.whisper(channel, event, data));
    }

    /**
     * Takes the next message.
     *
     * @return the event
     * @throws AssertionError where something else comes next, or nothing
     */
    public ReceivedEvent nextEvent() {
        return ReceivedEvent.parse(socket.nextText());
    }

    /**
     * Asserts that this event comes next.
     *
     * @param event its name
     * @param channel its channel
     * @param data its data, compared as JSON where it is JSON
     * @return this client
     * @throws AssertionError where something else comes next, or nothing
     */
    public PusherClient expect(String event, String channel, String data) {
        return expect(
                new ReceivedEvent(event, Optional.of(channel), data, Optional.empty()),
                received -> received.userId().isEmpty());
    }

    /**
     * Asserts that this client event comes next.
     *
     * @param event its name
     * @param channel its presence channel
     * @param data its data, compared as JSON
     * @param userId its sender
     * @return this client
     * @throws AssertionError where something else comes next, or nothing
     */
    public PusherClient expect(String event, String channel, String data, String userId) {
        return expect(
                new ReceivedEvent(event, Optional.of(channel), data, Optional.of(userId)),
                received -> received.userId().equals(Optional.of(userId)));
    }

    private PusherClient expect(ReceivedEvent expected, Predicate<ReceivedEvent> sender) {
        ReceivedEvent actual = nextEvent();
        boolean same = actual.event().equals(expected.event())
                && actual.channel().equals(expected.channel())
                && Json.same(actual.data(), expected.data())
                && sender.test(actual);
        if (!same) {
            throw new AssertionError("Expected " + expected + "\nbut was  " + actual);
        }
        return this;
    }

    /**
     * Asserts that a subscription succeeded, whatever it was answered with.
     *
     * @param channel the channel's name
     * @return this client
     * @throws AssertionError where something else comes next, or nothing
     */
    public PusherClient expectSubscribed(String channel) {
        ReceivedEvent actual = nextEvent();
        if (!actual.event().equals("pusher_internal:subscription_succeeded")
                || !actual.channel().equals(Optional.of(channel))) {
            throw new AssertionError("Expected to be subscribed to " + channel + "\nbut was  " + actual);
        }
        return this;
    }

    /**
     * Asserts that a sign-in succeeded: {@code pusher:signin_success} comes next.
     *
     * @param userData what was signed
     * @return this client
     * @throws AssertionError where something else comes next, or nothing
     */
    public PusherClient expectSignedIn(String userData) {
        ReceivedEvent actual = nextEvent();
        if (!actual.event().equals("pusher:signin_success")
                || !actual.field("user_data").equals(Optional.of(userData))) {
            throw new AssertionError("Expected to be signed in with " + userData + "\nbut was  " + actual);
        }
        return this;
    }

    /**
     * Asserts that a {@code pusher:error} comes next.
     *
     * @param code its code, such as 4301
     * @return this client
     * @throws AssertionError where something else comes next, or nothing
     */
    public PusherClient expectError(int code) {
        ReceivedEvent actual = nextEvent();
        if (!actual.event().equals("pusher:error")
                || !actual.field("code").equals(Optional.of(Integer.toString(code)))) {
            throw new AssertionError("Expected error " + code + "\nbut was  " + actual);
        }
        return this;
    }

    /**
     * Asserts that a subscription was refused: {@code pusher:subscription_error} comes next.
     *
     * @param channel the channel's name
     * @return this client
     * @throws AssertionError where something else comes next, or nothing
     */
    public PusherClient expectSubscriptionError(String channel) {
        ReceivedEvent actual = nextEvent();
        if (!actual.event().equals("pusher:subscription_error")
                || !actual.channel().equals(Optional.of(channel))) {
            throw new AssertionError("Expected to be refused on " + channel + "\nbut was  " + actual);
        }
        return this;
    }

    /**
     * Asserts that this very message comes next.
     *
     * @param message its exact text
     * @return this client
     * @throws AssertionError where something else comes next, or nothing
     */
    public PusherClient expectText(String message) {
        socket.expectText(message);
        return this;
    }

    /**
     * Asserts that everything received has been read.
     *
     * @return this client
     * @throws AssertionError where something has not
     */
    public PusherClient expectNothing() {
        socket.expectNothing();
        return this;
    }

    /**
     * Asserts that the server closes the connection: a Close frame comes next, and the end.
     *
     * @param code the Close frame's status code
     * @param reason its exact reason
     * @throws AssertionError where something else comes next, or nothing
     */
    public void expectClosed(int code, String reason) {
        socket.expectClose(code, reason).expectDisconnected();
    }
}
