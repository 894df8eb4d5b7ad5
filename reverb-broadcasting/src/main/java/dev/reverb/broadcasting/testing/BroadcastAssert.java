package dev.reverb.broadcasting.testing;

import static java.util.stream.Collectors.joining;

import dev.reverb.broadcasting.Broadcast;
import dev.reverb.broadcasting.Channel;
import dev.reverb.broadcasting.EncryptedPrivateChannel;
import dev.reverb.broadcasting.PresenceChannel;
import dev.reverb.broadcasting.PrivateChannel;
import dev.reverb.broadcasting.ShouldBroadcast;
import java.util.List;
import java.util.function.Predicate;
import org.assertj.core.api.AbstractAssert;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * Says more of what was broadcast, from {@link BroadcastFake#assertBroadcast(Class)}. Each step fails where nothing that was broadcast
 * fulfils it and all steps before it, and the next is about those that do:
 *
 * <pre>{@code
 * fake.assertBroadcast(OrderShipped.class).on("orders.1").with(event -> event.carrier().equals("DHL")).once();
 * }</pre>
 *
 * @param <E> the events' type
 */
@SuppressWarnings("exports") // Whoever uses it has AssertJ.
public final class BroadcastAssert<E extends ShouldBroadcast>
        extends AbstractAssert<BroadcastAssert<E>, List<Broadcast>> {

    private final BroadcastFake fake;
    private final String description;
    private final Class<E> type;

    private BroadcastAssert(BroadcastFake fake, String description, List<Broadcast> found, Class<E> type) {
        super(found, BroadcastAssert.class);
        this.fake = fake;
        this.description = description;
        this.type = type;
    }

    static <E extends ShouldBroadcast> BroadcastAssert<E> begin(
            BroadcastFake fake, String description, Predicate<Broadcast> condition, Class<E> type) {
        return new BroadcastAssert<>(fake, "a broadcast", fake.broadcasts(), type).narrow(description, condition);
    }

    private BroadcastAssert<E> narrow(String step, Predicate<Broadcast> condition) {
        String wanted = description + " " + step;
        List<Broadcast> found = actual.stream().filter(condition).toList();
        if (found.isEmpty()) {
            failWithMessage("Expected %s, but there %s", wanted, list(fake.broadcasts()));
        }
        return new BroadcastAssert<>(fake, wanted, found, type);
    }

    static String list(List<Broadcast> broadcasts) {
        return broadcasts.isEmpty()
                ? "was none at all"
                : broadcasts.stream().map(each -> each + " " + each.data()).collect(joining("\n  ", "were\n  ", ""));
    }

    /**
     * On a channel, perhaps among others.
     *
     * @param name its whole name
     * @return those that are on it
     */
    public BroadcastAssert<E> on(String name) {
        return on(new Channel(name));
    }

    /**
     * On a channel, perhaps among others.
     *
     * @param channel of any type
     * @return those that are on it
     */
    public BroadcastAssert<E> on(Channel channel) {
        return narrow("on " + channel, broadcast -> broadcast.channels().contains(channel));
    }

    /**
     * On a private channel, perhaps among others.
     *
     * @param name without the prefix
     * @return those that are on it
     */
    public BroadcastAssert<E> onPrivate(String name) {
        return on(new PrivateChannel(name));
    }

    /**
     * On a presence channel, perhaps among others.
     *
     * @param name without the prefix
     * @return those that are on it
     */
    public BroadcastAssert<E> onPresence(String name) {
        return on(new PresenceChannel(name));
    }

    /**
     * On an encrypted channel, perhaps among others.
     *
     * @param name without the prefix
     * @return those that are on it
     */
    public BroadcastAssert<E> onEncryptedPrivate(String name) {
        return on(new EncryptedPrivateChannel(name));
    }

    /**
     * On these channels and no others.
     *
     * @param channels in any order
     * @return those that are on exactly these
     */
    public BroadcastAssert<E> onlyOn(Channel... channels) {
        List<Channel> all = List.of(channels);
        return narrow(
                "only on " + all,
                broadcast -> broadcast.channels().size() == all.size()
                        && broadcast.channels().containsAll(all));
    }

    /**
     * Of a name.
     *
     * @param event the name as it goes over the wire
     * @return those of the name
     */
    public BroadcastAssert<E> named(String event) {
        return narrow("named " + event, broadcast -> broadcast.event().equals(event));
    }

    /**
     * Of an event that fulfils a condition. Not of anonymous events, which have none: see {@link #withData}.
     *
     * @param condition told the event itself
     * @return those that fulfil it
     */
    public BroadcastAssert<E> with(Predicate<? super E> condition) {
        return narrow(
                "that fulfils the condition",
                broadcast -> broadcast
                        .source()
                        .filter(type::isInstance)
                        .map(type::cast)
                        .filter(condition)
                        .isPresent());
    }

    /**
     * With this data, whatever the order of its fields.
     *
     * @param expected what is written as JSON, as an event's data is: a map, a record, a bean
     * @return those with this data
     */
    public BroadcastAssert<E> withData(Object expected) {
        ObjectMapper mapper = fake.broadcaster().objectMapper();
        JsonNode wanted = mapper.readTree(mapper.writeValueAsString(expected));
        return narrow(
                "with " + wanted, broadcast -> mapper.readTree(broadcast.data()).equals(wanted));
    }

    /**
     * With this in its data.
     *
     * @param field the name of a field at the top
     * @param value what is written as JSON as its value
     * @return those whose field has this value
     */
    public BroadcastAssert<E> withData(String field, Object value) {
        ObjectMapper mapper = fake.broadcaster().objectMapper();
        JsonNode wanted = mapper.readTree(mapper.writeValueAsString(value));
        return narrow(
                "with " + field + " = " + wanted,
                broadcast -> wanted.equals(mapper.readTree(broadcast.data()).get(field)));
    }

    /**
     * Not to the connection of the request at hand.
     *
     * @return those that leave somebody out
     */
    public BroadcastAssert<E> toOthers() {
        return narrow("to others", broadcast -> broadcast.exceptSocketId().isPresent());
    }

    /**
     * Not to a connection.
     *
     * @param socketId its socket id
     * @return those that leave it out
     */
    public BroadcastAssert<E> toOthers(String socketId) {
        return narrow(
                "to others than " + socketId,
                broadcast -> broadcast.exceptSocketId().filter(socketId::equals).isPresent());
    }

    /**
     * To all.
     *
     * @return those that leave nobody out
     */
    public BroadcastAssert<E> toEveryone() {
        return narrow("to everyone", broadcast -> broadcast.exceptSocketId().isEmpty());
    }

    /**
     * By a connection, perhaps among others.
     *
     * @param connection its name
     * @return those that go by it
     */
    public BroadcastAssert<E> via(String connection) {
        return narrow("via " + connection, broadcast -> broadcast.connections().contains(connection));
    }

    /**
     * Through a queue.
     *
     * @param queue its name
     * @return those that wait in it
     */
    public BroadcastAssert<E> onQueue(String queue) {
        return narrow(
                "on the queue " + queue,
                broadcast -> broadcast.queue().filter(queue::equals).isPresent());
    }

    /**
     * At once, past any queue.
     *
     * @return those that were
     */
    public BroadcastAssert<E> sentNow() {
        return narrow("sent at once", broadcast -> broadcast.queue().isEmpty());
    }

    /**
     * That fulfils a condition.
     *
     * @param condition told what was broadcast
     * @return those that fulfil it
     */
    public BroadcastAssert<E> matching(Predicate<Broadcast> condition) {
        return narrow("that matches", condition);
    }

    /**
     * Exactly once.
     *
     * @return the same
     */
    public BroadcastAssert<E> once() {
        return times(1);
    }

    /**
     * Exactly so often.
     *
     * @param count how often
     * @return the same
     */
    public BroadcastAssert<E> times(int count) {
        if (actual.size() != count) {
            failWithMessage("Expected %s %d time(s), but there %s", description, count, list(actual));
        }
        return this;
    }
}
