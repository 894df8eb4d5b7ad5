package dev.reverb.internal.channels;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.channel.ChannelName;
import dev.reverb.channel.Member;
import dev.reverb.internal.wire.JsonSlice;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Blocks fill, thin out and join; what snapshots list stays what it was. */
class PresenceRosterTest {

    private static final ChannelName ROOM = ChannelName.of("presence-room");

    private final PresenceRoster roster = new PresenceRoster();
    private final List<String> present = new ArrayList<>();

    private static PresenceMember member(String id) {
        return new PresenceMember(id, JsonSlice.of("{\"name\":\"" + id + "\"}"));
    }

    private void join(String id) {
        assertThat(roster.join(member(id))).isTrue();
        present.add(id);
    }

    private void leave(String id) {
        assertThat(roster.leave(member(id))).isTrue();
        present.remove(id);
    }

    private static String listing(List<String> ids) {
        String all = ids.stream().map(id -> "\\\"" + id + "\\\"").collect(Collectors.joining(","));
        String hash = ids.stream()
                .map(id -> "\\\"" + id + "\\\":{\\\"name\\\":\\\"" + id + "\\\"}")
                .collect(Collectors.joining(","));
        return "{\"event\":\"pusher_internal:subscription_succeeded\",\"channel\":\"presence-room\",\"data\":\""
                + "{\\\"presence\\\":{\\\"count\\\":" + ids.size() + ",\\\"ids\\\":[" + all + "],\\\"hash\\\":{" + hash
                + "}}}\"}";
    }

    private String snapshot() {
        return roster.snapshot().succeeded(ROOM).text();
    }

    @Test
    void listsThoseWhoArePresentInTheOrderOfTheirArrival() {
        for (int i = 0; i < RosterBlock.CAPACITY + 1; i++) {
            join("user-" + i);
            assertThat(snapshot()).isEqualTo(listing(present));
        }
        assertThat(roster.size()).isEqualTo(RosterBlock.CAPACITY + 1);
        assertThat(roster.members()).extracting(Member::userId).containsExactlyElementsOf(present);
        assertThat(roster.members().get(3).userInfo()).isEqualTo(Optional.of("{\"name\":\"user-3\"}"));
    }

    @Test
    void aSnapshotStaysWhatItWas() {
        join("a");
        join("b");
        PresenceSnapshot before = roster.snapshot();
        join("c");
        leave("a");
        join("d");

        assertThat(before.succeeded(ROOM).text()).isEqualTo(listing(List.of("a", "b")));
        assertThat(snapshot()).isEqualTo(listing(List.of("b", "c", "d")));
    }

    @Test
    void aUserIsThereUntilTheLastConnectionHasLeft() {
        join("a");
        assertThat(roster.join(member("a"))).isFalse();
        assertThat(roster.leave(member("a"))).isFalse();
        assertThat(roster.contains("a")).isTrue();
        leave("a");
        assertThat(roster.contains("a")).isFalse();
        assertThat(roster.leave(member("a"))).isFalse();
        assertThat(roster.size()).isZero();
    }

    @Test
    void aMemberWithoutInformationIsListedWithNull() {
        roster.join(new PresenceMember("a", null));
        assertThat(snapshot()).contains("\\\"hash\\\":{\\\"a\\\":null}");
    }

    @Test
    void manyComeAndGo() {
        Random random = new Random(42);
        int next = 0;
        for (int step = 0; step < 5_000; step++) {
            boolean growing = step / 1_000 % 2 == 0;
            if (present.isEmpty() || random.nextInt(10) < (growing ? 7 : 3)) {
                join("u" + next++);
            } else {
                leave(present.get(random.nextInt(present.size())));
            }
            if (step % 20 == 0 && !present.isEmpty()) {
                assertThat(snapshot()).isEqualTo(listing(present));
            }
        }
        List.copyOf(present).forEach(this::leave);
        join("last");
        assertThat(snapshot()).isEqualTo(listing(List.of("last")));
    }

    @Test
    void aLargeSnapshotIsAFrameOfItsOwnSize() {
        for (int i = 0; i < 2_000; i++) {
            join("user-" + i);
        }
        String text = snapshot();
        assertThat(text).isEqualTo(listing(present));
        assertThat(roster.snapshot().succeeded(ROOM).size()).isEqualTo(text.length() + 10);
    }
}
