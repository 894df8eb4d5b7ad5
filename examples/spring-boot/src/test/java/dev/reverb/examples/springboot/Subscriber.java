package dev.reverb.examples.springboot;

import com.pusher.client.Pusher;
import com.pusher.client.channel.PrivateChannelEventListener;
import com.pusher.client.channel.PusherEvent;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Notes what a client is told of one private channel. */
final class Subscriber implements PrivateChannelEventListener {

    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

    Subscriber(Pusher client, String channel, String event) {
        client.subscribePrivate(channel, this, event);
        client.connect();
    }

    private Subscriber() {}

    /** Notes another event of a channel that a client has subscribed to already. */
    static Subscriber of(Pusher subscribed, String channel, String event) {
        Subscriber subscriber = new Subscriber();
        subscribed.getPrivateChannel(channel).bind(event, subscriber);
        return subscriber;
    }

    /** Waits for the next: {@code subscribed}, {@code refused}, or an event's data. */
    String next() throws InterruptedException {
        return told.poll(20, TimeUnit.SECONDS);
    }

    @Override
    public void onSubscriptionSucceeded(String channel) {
        told.add("subscribed");
    }

    @Override
    public void onAuthenticationFailure(String message, Exception failure) {
        told.add("refused");
    }

    @Override
    public void onEvent(PusherEvent event) {
        told.add(event.getData());
    }
}
