package dev.reverb.benchmarks.cluster;

import java.util.List;
import java.util.function.IntFunction;

/** What the clients of an application subscribe to and how often that is published to, for any number of connections. */
enum Mix {
    USERS("a channel per user, 2 connections each, an event a minute", c -> List.of(users(c))),
    ROOMS("rooms of 50, an event a second in each", c -> List.of(Channels.groups(c, 50, 1))),
    ZIPF_08("topics, Zipf 0.8, an event a minute in each", c -> List.of(topics(c, 0.8))),
    ZIPF_10("topics, Zipf 1.0, likewise", c -> List.of(topics(c, 1.0))),
    ZIPF_12("topics, Zipf 1.2, likewise", c -> List.of(topics(c, 1.2))),
    EVERYONE("one channel with everyone, an event a second", c -> List.of(everyone(c))),
    ALL(
            "users, rooms, topics (1.0) and everyone together",
            c -> List.of(users(c), Channels.groups(c, 50, 1), topics(c, 1.0), everyone(c))),
    POPULAR("topics, Zipf 1.0, an event an hour in each for each subscriber", c -> List.of(popular(c)));

    /** How many topics a connection chooses. */
    private static final int TOPICS_PER_CONNECTION = 5;

    private static final double PER_MINUTE = 1.0 / 60;

    private final String title;
    private final IntFunction<List<Channels>> channels;

    Mix(String title, IntFunction<List<Channels>> channels) {
        this.title = title;
        this.channels = channels;
    }

    String title() {
        return title;
    }

    /** The channels that a number of connections makes, more the more there are. */
    List<Channels> channels(int connections) {
        return channels.apply(connections);
    }

    private static Channels users(int connections) {
        return Channels.groups(connections, 2, PER_MINUTE);
    }

    private static Channels topics(int connections, double exponent) {
        return Topics.uniform(connections, topicCount(connections), exponent, TOPICS_PER_CONNECTION, PER_MINUTE);
    }

    private static Channels popular(int connections) {
        return Topics.byPopularity(connections, topicCount(connections), 1.0, TOPICS_PER_CONNECTION, 1.0 / 3_600);
    }

    private static int topicCount(int connections) {
        return connections / 10;
    }

    private static Channels everyone(int connections) {
        return Channels.groups(connections, connections, 1);
    }
}
