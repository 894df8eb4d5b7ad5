package dev.reverb.scaling.redis.internal.bus;

import dev.reverb.scaling.redis.internal.state.TopicMessage;
import dev.reverb.scaling.redis.internal.state.TopicMessage.Gathered;
import dev.reverb.scaling.redis.internal.state.UnreadableMessageException;

/** Hands what comes over the topics to whom it concerns. */
final class Dispatch implements Incoming {

    private final Subscriber subscriber;
    private final Followers followers;
    private final Controls controls;
    private final Gathering gathering;
    private final Warnings warnings = new Warnings();

    Dispatch(Subscriber subscriber, Followers followers, Controls controls, Gathering gathering) {
        this.subscriber = subscriber;
        this.followers = followers;
        this.controls = controls;
        this.gathering = gathering;
    }

    @Override
    public void onMessage(String topic, byte[] bytes) {
        try {
            TopicMessage message = TopicMessage.decode(bytes);
            if (message.body() instanceof Gathered gathered) {
                gathering.told(gathered.nodes());
            } else {
                followers.onMessage(topic, message);
                controls.onMessage(topic, message);
            }
        } catch (UnreadableMessageException unreadable) {
            warnings.unreadable(unreadable);
        }
    }

    @Override
    public void onSubscribed(String topic) {
        if (subscriber.subscribed(topic)) {
            followers.onSubscribed(topic);
            controls.onSubscribed(topic);
        }
        subscriber.answered();
    }

    @Override
    public void onUnsubscribed(String topic) {
        if (subscriber.unsubscribed(topic)) {
            followers.onUnsubscribed(topic);
        }
        subscriber.answered();
    }
}
