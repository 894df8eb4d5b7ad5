package dev.reverb.server.cluster;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Every event that was published, under its number, and what must be true of what clients got: nothing twice, nothing that they were left
 * out of, nothing lost, and one order for all on a channel. The last two hold while Redis is there; see {@link Weather}.
 */
final class EventLedger {

    /** What is known of an event. */
    static final class Published {
        final long number;
        final String channel;
        final String excluded;
        final long began = System.nanoTime();

        /** Whether the publisher was told that it is taken. */
        volatile boolean taken;

        /** Whether the publisher has published it a second time, since it was not told what became of the first. */
        volatile boolean repeated;

        volatile long answered = Long.MAX_VALUE;

        private Published(long number, String channel, String excluded) {
            this.number = number;
            this.channel = channel;
            this.excluded = excluded;
        }

        void taken() {
            answered = System.nanoTime();
            taken = true;
        }

        @Override
        public String toString() {
            return "event " + number + " on " + channel + (excluded.isEmpty() ? "" : " without " + excluded);
        }
    }

    private final Weather weather;
    private final AtomicLong numbers = new AtomicLong();
    private final Map<Long, Published> published = new ConcurrentHashMap<>();
    private final List<View.Period> periods = new ArrayList<>();

    EventLedger(Weather weather) {
        this.weather = weather;
    }

    /** A number that is nobody's yet. */
    Published next(String channel, String excludedSocketId) {
        Published event = new Published(numbers.incrementAndGet(), channel, excludedSocketId);
        published.put(event.number, event);
        return event;
    }

    /** A subscription has begun. On the loop's thread. */
    void began(View.Period period) {
        periods.add(period);
    }

    int size() {
        return published.size();
    }

    long received() {
        return periods.stream().mapToLong(period -> period.events.size()).sum();
    }

    /** The subscriptions of all clients. On the loop's thread. */
    List<View.Period> periods() {
        return periods;
    }

    /** What is wrong. On the loop's thread, when all is quiet. */
    List<String> faults() {
        List<String> faults = new ArrayList<>();
        Map<String, List<Published>> sure = new HashMap<>();
        published.values().stream()
                .filter(event -> event.taken && calm(event) >= 0)
                .forEach(event -> sure.computeIfAbsent(event.channel, channel -> new ArrayList<>())
                        .add(event));
        for (View.Period period : periods) {
            unwanted(period, faults);
            lost(period, sure.getOrDefault(period.channel, List.of()), faults);
        }
        Map<String, OneOrder> orders = new HashMap<>();
        for (View.Period period : periods) {
            orders.computeIfAbsent(period.channel, OneOrder::new).add(period, inCalm(period));
        }
        orders.values().forEach(order -> order.contradiction().ifPresent(faults::add));
        return faults;
    }

    private int calm(Published event) {
        return weather.calmOf(event.began, event.answered);
    }

    private List<Long> inCalm(View.Period period) {
        return period.events.stream()
                .filter(number -> published.get(number).taken && calm(published.get(number)) >= 0)
                .toList();
    }

    private void unwanted(View.Period period, List<String> faults) {
        Set<Long> seen = new HashSet<>();
        for (long number : period.events) {
            Published event = published.get(number);
            if (!seen.add(number) && !event.repeated) {
                faults.add(period + " got twice: " + event + "\n      " + around(period, number));
            }
            if (!event.channel.equals(period.channel)) {
                faults.add(period + " got what was for another channel: " + event);
            }
            if (event.excluded.equals(period.socketId) && !isKept(period, number)) {
                faults.add(period + " got what it was left out of: " + event);
            }
        }
    }

    /** Whether it may be what the channel kept before the client came: that is for everybody. */
    private static boolean isKept(View.Period period, long number) {
        return period.channel.contains("cache-") && period.events.get(0) == number;
    }

    private void lost(View.Period period, List<Published> sure, List<String> faults) {
        Set<Long> got = new HashSet<>(period.events);
        for (Published event : sure) {
            if (event.began > period.began
                    && !got.contains(event.number)
                    && !event.excluded.equals(period.socketId)
                    && (period.open || hasLater(period, event))) {
                faults.add(period + " has not got " + event + "; it has " + around(period, event.number));
            }
        }
    }

    /** Whether it got something that was published afterwards, in the same time of calm; so it was there all the time. */
    private boolean hasLater(View.Period period, Published event) {
        for (long number : period.events) {
            Published other = published.get(number);
            if (other.taken && other.began > event.answered && calm(other) == calm(event)) {
                return true;
            }
        }
        return false;
    }

    private static String around(View.Period period, long number) {
        List<Long> near = period.events.stream()
                .filter(each -> Math.abs(each - number) < 400)
                .toList();
        return near.size() > 60 ? near.subList(0, 60) + "…" : near.toString();
    }
}
