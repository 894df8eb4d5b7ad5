package dev.reverb.internal.event;

import dev.reverb.channel.SocketId;
import dev.reverb.event.EventsMissed;
import dev.reverb.event.MessageSent;
import dev.reverb.event.ServerEvent;
import dev.reverb.spi.websocket.EncodedFrame;
import java.time.Instant;

/** What a lane has noticed and a listener will be told: one event, or several of a kind. */
sealed interface Notice permits Notice.One, Notice.Sent, Notice.Missed {

    EventKind<?> kind();

    /** When, in milliseconds of the day's clock. */
    long millis();

    /** How many events it stands for. */
    int events();

    /** How much it holds beside itself, in bytes. */
    long bytes();

    /** One of its events, from 0 on. On the listener's thread. */
    ServerEvent event(int number);

    /** The first of its events, where there is no room for all. */
    Notice first(int some);

    default Instant time() {
        return Instant.ofEpochMilli(millis());
    }

    /** One event. */
    record One<E extends ServerEvent>(EventKind<E> kind, long millis, long bytes, EventMaker<E> maker)
            implements Notice {

        @Override
        public int events() {
            return 1;
        }

        @Override
        public ServerEvent event(int number) {
            return maker.at(time());
        }

        @Override
        public Notice first(int some) {
            return this;
        }
    }

    /**
     * Messages that have gone to connections together: each has got all of them, and is told of with all of them before the next. A frame is
     * decoded once, whoever it went to.
     *
     * @param socketKeys the socket ids, each as one number
     */
    record Sent(String appId, long millis, long[] socketKeys, EncodedFrame[] frames, int events, long bytes)
            implements Notice {

        /** All that the connections have got. */
        static Sent of(String appId, long millis, long[] socketKeys, EncodedFrame[] frames) {
            long bytes = 8L * socketKeys.length;
            for (EncodedFrame frame : frames) {
                bytes += frame.size();
            }
            return new Sent(appId, millis, socketKeys, frames, socketKeys.length * frames.length, bytes);
        }

        @Override
        public EventKind<MessageSent> kind() {
            return EventKind.MESSAGE_SENT;
        }

        @Override
        public ServerEvent event(int number) {
            long key = socketKeys[number / frames.length];
            SocketId socketId = new SocketId((int) (key >>> 32), (int) key);
            return new MessageSent(appId, time(), socketId, frames[number % frames.length].text());
        }

        @Override
        public Notice first(int some) {
            return new Sent(appId, millis, socketKeys, frames, some, bytes);
        }
    }

    /** Events that nobody will be told, in their place. Takes no room. */
    final class Missed implements Notice {

        private final long since;
        private long count;

        Missed(long since) {
            this.since = since;
        }

        /** So many more; as long as it is the last in its queue, and guarded by that. */
        void add(long events) {
            count += events;
        }

        @Override
        public EventKind<EventsMissed> kind() {
            return EventKind.EVENTS_MISSED;
        }

        @Override
        public long millis() {
            return since;
        }

        @Override
        public int events() {
            return 1;
        }

        @Override
        public long bytes() {
            return 0;
        }

        @Override
        public ServerEvent event(int number) {
            return new EventsMissed(time(), count);
        }

        @Override
        public Notice first(int some) {
            return this;
        }
    }
}
