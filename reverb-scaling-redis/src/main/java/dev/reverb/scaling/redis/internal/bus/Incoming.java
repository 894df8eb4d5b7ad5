package dev.reverb.scaling.redis.internal.bus;

/** Hears what comes over the topics. Called on the threads of the client library, for one topic one call at a time; returns at once. */
interface Incoming {

    /** A message, as it was published. */
    void onMessage(String topic, byte[] message);

    /** A topic is subscribed to. */
    void onSubscribed(String topic);

    /** A topic is not subscribed to any more. */
    void onUnsubscribed(String topic);
}
