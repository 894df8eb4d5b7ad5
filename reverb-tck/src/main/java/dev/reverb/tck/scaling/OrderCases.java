package dev.reverb.tck.scaling;

import static dev.reverb.tck.scaling.KitServer.address;
import static dev.reverb.tck.scaling.KitServer.event;
import static dev.reverb.tck.scaling.KitServer.member;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.channel.Member;
import dev.reverb.spi.scaling.BusMessage;
import dev.reverb.spi.scaling.ChannelSnapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** One order for all, from the snapshot on, whatever happens at the same time. */
abstract class OrderCases extends ScalingCase {

    private static final int EVENTS = 200;

    OrderCases(Callable<ClusterUnderTest> factory) {
        super(factory);
    }

    @Test
    void allSeeTheEventsOfAllInOneOrder() throws Exception {
        List<KitServer> all = List.of(server(), server(), server());
        all.forEach(server -> server.follow("orders"));
        List<CompletionStage<Void>> answers = new CopyOnWriteArrayList<>();
        atOnce(all.size(), number -> {
            for (int i = 0; i < EVENTS; i++) {
                answers.add(all.get(number).bus().publish(address("orders"), event(number + " " + i)));
            }
        });
        answers.forEach(this::await);
        for (KitServer server : all) {
            await("all events", () -> server.lines("orders").size() == EVENTS * all.size());
        }
        List<String> order = all.get(0).lines("orders");
        assertThat(all).allSatisfy(server -> assertThat(server.lines("orders")).isEqualTo(order));
        for (int number = 0; number < all.size(); number++) {
            String publisher = number + " ";
            assertThat(order.stream().filter(line -> line.startsWith(publisher)))
                    .containsExactlyElementsOf(IntStream.range(0, EVENTS)
                            .mapToObj(i -> publisher + i)
                            .toList());
        }
    }

    @Test
    void eventsAndMembersHaveOneOrder() throws Exception {
        List<KitServer> all = List.of(server(), server(), server());
        all.forEach(server -> server.follow("presence-room"));
        List<CompletionStage<Void>> answers = new CopyOnWriteArrayList<>();
        atOnce(all.size(), number -> {
            KitServer server = all.get(number);
            for (int i = 0; i < EVENTS / 4; i++) {
                answers.add(server.bus().addMember(address("presence-room"), member("user " + number), 10));
                answers.add(server.bus().publish(address("presence-room"), event(number + " " + i)));
                answers.add(server.bus().removeMember(address("presence-room"), "user " + number));
            }
        });
        answers.forEach(this::await);
        for (KitServer server : all) {
            await("all changes", () -> server.lines("presence-room").size() == 3 * EVENTS / 4 * all.size());
        }
        List<String> order = all.get(0).lines("presence-room");
        assertThat(all)
                .allSatisfy(server -> assertThat(server.lines("presence-room")).isEqualTo(order));
        // Whoever publishes between coming and going is seen to be there.
        for (int number = 0; number < all.size(); number++) {
            String mark = " " + number;
            List<String> own = order.stream()
                    .filter(line -> line.endsWith("user" + mark) || line.startsWith(mark.substring(1) + " "))
                    .toList();
            for (int i = 0; i < EVENTS / 4; i++) {
                assertThat(own.subList(3 * i, 3 * i + 3))
                        .containsExactly("+user" + mark, number + " " + i, "-user" + mark);
            }
        }
    }

    @Test
    void eachEventIsInTheSnapshotOrFollowsIt() throws Exception {
        KitServer publisher = server();
        KitServer follower = server();
        follower.follow("cache-a");
        follower.unfollow("cache-a");
        List<CompletionStage<Void>> answers = new CopyOnWriteArrayList<>();
        Thread thread = start(0, number -> {
            for (int i = 1; i <= EVENTS; i++) {
                BusMessage message = new BusMessage(
                        event(String.valueOf(i)).payload(), Optional.empty(), Optional.of(Duration.ofMinutes(5)));
                answers.add(publisher.bus().publish(address("cache-a"), message));
                LockSupport.parkNanos(1);
            }
        });
        while (thread.isAlive()) {
            follower.follow("cache-a");
            cluster().turn();
            follower.unfollow("cache-a");
        }
        follower.follow("cache-a");
        answers.forEach(this::await);
        await("the last event", () -> last(follower) == EVENTS);
        for (ChannelLog.Period period : follower.log("cache-a").periods()) {
            int kept = period.snapshot()
                    .kept()
                    .map(last -> Integer.parseInt(text(last.payload())))
                    .orElse(0);
            List<String> lines = period.lines();
            assertThat(lines)
                    .containsExactlyElementsOf(IntStream.rangeClosed(kept + 1, kept + lines.size())
                            .mapToObj(String::valueOf)
                            .toList());
        }
    }

    private static int last(KitServer follower) {
        List<ChannelLog.Period> periods = follower.log("cache-a").periods();
        ChannelLog.Period period = periods.get(periods.size() - 1);
        List<String> lines = period.lines();
        return lines.isEmpty()
                ? period.snapshot()
                        .kept()
                        .map(kept -> Integer.parseInt(text(kept.payload())))
                        .orElse(0)
                : Integer.parseInt(lines.get(lines.size() - 1));
    }

    @Test
    void eachMemberIsInTheSnapshotOrFollowsIt() throws Exception {
        KitServer joining = server();
        KitServer follower = server();
        joining.follow("presence-room");
        List<CompletionStage<Void>> answers = new CopyOnWriteArrayList<>();
        Thread thread = start(0, number -> {
            for (int i = 0; i < EVENTS; i++) {
                answers.add(joining.bus().addMember(address("presence-room"), member("user " + i), 1_000));
                if (i >= 5) {
                    answers.add(joining.bus().removeMember(address("presence-room"), "user " + (i - 5)));
                }
                LockSupport.parkNanos(1);
            }
        });
        while (thread.isAlive()) {
            follower.follow("presence-room");
            cluster().turn();
            follower.unfollow("presence-room");
        }
        ChannelSnapshot snapshot = follower.follow("presence-room");
        assertThat(snapshot.members().size()).isLessThanOrEqualTo(6);
        answers.forEach(this::await);
        List<Member> expected = IntStream.range(EVENTS - 5, EVENTS)
                .mapToObj(i -> member("user " + i))
                .toList();
        await("the last members", () -> follower.log("presence-room").members().equals(expected));
        await("the last members", () -> joining.log("presence-room").members().equals(expected));
    }

    @Test
    void callsOfOneThreadTakeEffectInTheirOrder() throws Exception {
        KitServer one = server();
        KitServer two = server();
        two.follow("presence-room");
        one.beginToFollow(address("presence-room"));
        List<CompletionStage<Void>> answers = new ArrayList<>();
        answers.add(one.bus().addMember(address("presence-room"), member("7"), 10));
        answers.add(one.bus().publish(address("presence-room"), event("hello")));
        answers.add(one.bus().removeMember(address("presence-room"), "7"));
        answers.add(one.bus().publish(address("presence-room"), event("bye")));
        answers.forEach(this::await);
        await("all of it", () -> two.lines("presence-room").size() == 4);
        assertThat(two.lines("presence-room")).containsExactly("+7", "hello", "-7", "bye");
    }

    /** What a thread does. */
    private interface Work {
        void run(int number);
    }

    private void atOnce(int threads, Work work) {
        List<Thread> started = IntStream.range(0, threads)
                .mapToObj(number -> start(number, work))
                .toList();
        await("all threads", () -> started.stream().noneMatch(Thread::isAlive));
    }

    private static Thread start(int number, Work work) {
        Thread thread = new Thread(() -> work.run(number), "kit-publisher-" + number);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
