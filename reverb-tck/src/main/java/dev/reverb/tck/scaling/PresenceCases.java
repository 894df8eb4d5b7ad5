package dev.reverb.tck.scaling;

import static dev.reverb.tck.scaling.KitServer.address;
import static dev.reverb.tck.scaling.KitServer.member;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.channel.Member;
import dev.reverb.spi.scaling.ChannelFullException;
import dev.reverb.spi.scaling.ChannelSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Who is on a presence channel, counted once in the cluster. */
abstract class PresenceCases extends ScalingCase {

    private static final String ROOM = "presence-room";

    PresenceCases(Callable<ClusterUnderTest> factory) {
        super(factory);
    }

    private List<String> memberIds(KitServer asking) {
        return channel(asking, ROOM).members().stream().map(Member::userId).toList();
    }

    @Test
    void aUserOnTwoServersIsToldOnce() throws Exception {
        KitServer one = following(ROOM);
        KitServer two = following(ROOM);
        KitServer watching = following(ROOM);
        one.add(ROOM, "7");
        two.add(ROOM, "7");
        one.remove(ROOM, "7");
        two.add(ROOM, "8");
        assertThat(memberIds(watching)).containsExactly("7", "8");
        two.remove(ROOM, "7");
        for (KitServer server : List.of(one, two, watching)) {
            await("the user's leaving", () -> server.lines(ROOM).contains("-7"));
            assertThat(server.lines(ROOM)).containsExactly("+7", "+8", "-7");
        }
    }

    @Test
    void theInformationIsThatOfTheFirst() throws Exception {
        KitServer one = following(ROOM);
        KitServer two = following(ROOM);
        Member first = new Member("7", Optional.of("{\"from\":\"one\"}"));
        Member second = new Member("7", Optional.empty());
        await(one.bus().addMember(address(ROOM), first, 10));
        await(two.bus().addMember(address(ROOM), second, 10));
        one.remove(ROOM, "7");
        assertThat(channel(two, ROOM).members()).containsExactly(first);
        await("the member", () -> two.log(ROOM).members().equals(List.of(first)));
        two.remove(ROOM, "7");
        await(two.bus().addMember(address(ROOM), second, 10));
        assertThat(channel(one, ROOM).members()).containsExactly(second);
        await("the member", () -> one.log(ROOM).members().equals(List.of(second)));
    }

    @Test
    void membersHaveTheOrderOfTheirArrival() throws Exception {
        KitServer one = following(ROOM);
        KitServer two = following(ROOM);
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            String user = "user " + (i * 7 % 30);
            (i % 2 == 0 ? one : two).add(ROOM, user);
            expected.add(user);
        }
        one.remove(ROOM, expected.get(0));
        two.add(ROOM, expected.get(0));
        expected.add(expected.remove(0));
        assertThat(memberIds(one)).isEqualTo(expected);
        KitServer late = server();
        ChannelSnapshot snapshot = late.follow(ROOM);
        assertThat(snapshot.members().stream().map(Member::userId)).containsExactlyElementsOf(expected);
    }

    @Test
    void anAnswerComesWhenTheChangeHasBeenTold() throws Exception {
        KitServer one = following(ROOM);
        KitServer two = following(ROOM);
        List<String> seen = new ArrayList<>();
        CompletableFuture<Void> done = one.bus()
                .addMember(address(ROOM), member("7"), 10)
                .thenRun(() -> seen.addAll(one.members(ROOM)))
                .toCompletableFuture();
        await(done);
        assertThat(seen).containsExactly("7");
        two.add(ROOM, "7");
        assertThat(two.members(ROOM)).containsExactly("7");
    }

    @Test
    void oneTooManyIsRefusedAndNobodyHearsOfIt() throws Exception {
        KitServer one = following(ROOM);
        KitServer two = following(ROOM);
        await(one.bus().addMember(address(ROOM), member("7"), 2));
        await(two.bus().addMember(address(ROOM), member("8"), 2));
        assertThat(awaitFailure(two.bus().addMember(address(ROOM), member("9"), 2)))
                .isInstanceOf(ChannelFullException.class);
        // Who is there already is not one more.
        await(two.bus().addMember(address(ROOM), member("7"), 2));
        assertThat(awaitFailure(one.bus().addMember(address(ROOM), member("9"), 2)))
                .isInstanceOf(ChannelFullException.class);
        one.remove(ROOM, "7");
        two.remove(ROOM, "7");
        await(one.bus().addMember(address(ROOM), member("9"), 2));
        await("the end", () -> two.lines(ROOM).contains("+9"));
        assertThat(two.lines(ROOM)).containsExactly("+7", "+8", "-7", "+9");
        assertThat(memberIds(one)).containsExactly("8", "9");
    }

    @Test
    void theLimitHoldsWhenManyComeAtOnce() throws Exception {
        List<KitServer> all = List.of(following(ROOM), following(ROOM), following(ROOM));
        List<CompletionStage<Boolean>> answers = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            KitServer server = all.get(i % 3);
            answers.add(server.bus()
                    .addMember(address(ROOM), member("user " + i), 10)
                    .handle((nothing, failure) -> failure == null));
        }
        long admitted = answers.stream().map(this::await).filter(added -> added).count();
        assertThat(admitted).isEqualTo(10);
        List<String> members = memberIds(all.get(0));
        assertThat(members).hasSize(10);
        for (KitServer server : all) {
            await("all members", () -> server.members(ROOM).equals(members));
            assertThat(server.lines(ROOM)).hasSize(10);
        }
    }

    @Test
    void usersAreTakenAsTheyAre() throws Exception {
        KitServer one = following(ROOM);
        KitServer two = following(ROOM);
        List<Member> users = List.of(
                new Member("0", Optional.empty()),
                new Member("7", Optional.of("null")),
                new Member("7 ", Optional.of("{}")),
                new Member("a:b{c}*", Optional.of("\"\\u0000€\"")),
                new Member("\0\r\n", Optional.of("{\"name\":\"\ud83d\ude00\"}")),
                new Member("ü".repeat(128), Optional.of("\"" + "x".repeat(10_000) + "\"")),
                new Member("\ud800", Optional.of("[]")),
                new Member("\ud801", Optional.of("[]")));
        for (Member user : users) {
            await(one.bus().addMember(address(ROOM), user, 100));
        }
        await("all users", () -> two.log(ROOM).members().equals(users));
        assertThat(channel(two, ROOM).members()).isEqualTo(users);
        for (Member user : users) {
            await(one.bus().removeMember(address(ROOM), user.userId()));
        }
        await("no user", () -> two.log(ROOM).members().isEmpty());
        assertThat(channel(two, ROOM).members()).isEmpty();
    }

    @Test
    void whoComesAndGoesOftenIsToldSo() throws Exception {
        KitServer one = following(ROOM);
        KitServer two = following(ROOM);
        for (int i = 0; i < 20; i++) {
            one.add(ROOM, "7");
            one.remove(ROOM, "7");
        }
        await("all of it", () -> two.lines(ROOM).size() == 40);
        assertThat(memberIds(two)).isEmpty();
    }

    @Test
    void saidTwiceIsSaidOnce() throws Exception {
        KitServer one = following(ROOM);
        KitServer two = following(ROOM);
        one.add(ROOM, "7");
        one.add(ROOM, "7");
        one.remove(ROOM, "7");
        one.add(ROOM, "8");
        await("the last", () -> two.lines(ROOM).contains("+8"));
        assertThat(two.lines(ROOM)).containsExactly("+7", "-7", "+8");
    }

    @Test
    void aServerWithoutMembersSeesTheOthers() throws Exception {
        KitServer one = following(ROOM);
        one.add(ROOM, "7");
        one.subscribe(ROOM, 2);
        KitServer two = server();
        ChannelSnapshot snapshot = two.follow(ROOM);
        assertThat(snapshot.members()).containsExactly(member("7"));
        awaitAnswer(() -> two.bus().channel(address(ROOM)).thenApply(ChannelSnapshot::subscriptions), 2);
        two.unfollow(ROOM);
        one.remove(ROOM, "7");
        one.subscribe(ROOM, 0);
        // What it still knows may be a moment old; it is told what has changed.
        two.follow(ROOM);
        await("its end", () -> two.members(ROOM).isEmpty());
    }
}
