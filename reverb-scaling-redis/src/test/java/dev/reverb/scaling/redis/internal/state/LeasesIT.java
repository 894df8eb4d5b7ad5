package dev.reverb.scaling.redis.internal.state;

import static dev.reverb.scaling.redis.internal.state.StateFixture.A;
import static dev.reverb.scaling.redis.internal.state.StateFixture.APP;
import static dev.reverb.scaling.redis.internal.state.StateFixture.B;
import static dev.reverb.scaling.redis.internal.state.StateFixture.C;
import static dev.reverb.scaling.redis.internal.state.StateFixture.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reverb.scaling.redis.internal.state.Leases.Claim;
import dev.reverb.scaling.redis.internal.state.Leases.Entry;
import dev.reverb.scaling.redis.internal.state.Leases.Renewal;
import dev.reverb.scaling.redis.internal.state.Leases.Seizure;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LeasesIT {

    private static final Duration LEASE = Duration.ofSeconds(10);
    private static final Duration HOLD = Duration.ofMinutes(1);

    @RegisterExtension
    private static final StateFixture fixture = new StateFixture();

    private Leases leases;

    @BeforeEach
    void askLeases() {
        leases = fixture.state.leases();
    }

    @Test
    void aNodeJoinsOnceAndRenewsFromThenOn() {
        assertThat(renew(A)).isEqualTo(Renewal.JOINED);
        assertThat(renew(A)).isEqualTo(Renewal.RENEWED);
        assertThat(renew(B)).isEqualTo(Renewal.JOINED);
        assertThat(get(leases.nodes())).containsExactlyInAnyOrder(A, B);

        fixture.redis.flushall();
        assertThat(renew(A)).as("after Redis has lost its memory").isEqualTo(Renewal.JOINED);
    }

    @Test
    void aLeaseIsOverAtItsEnd() {
        renew(A);
        fixture.now.addAndGet(1);
        renew(B);
        fixture.now.addAndGet(9_998);
        assertThat(get(leases.expired())).isEmpty();
        assertThat(seize(A, C).claim()).isEqualTo(Claim.ALIVE);
        fixture.now.addAndGet(1);
        assertThat(get(leases.expired())).containsExactly(A);
        fixture.now.addAndGet(1);
        assertThat(get(leases.expired())).containsExactly(A, B);
        assertThat(seize(A, C).claim()).isEqualTo(Claim.SEIZED);
    }

    @Test
    void whoClearsUpAndDiesIsSucceededWhenItsOwnLeaseIsOver() {
        renew(A);
        fixture.now.addAndGet(10_000);
        renew(B);
        assertThat(seize(A, B).claim()).isEqualTo(Claim.SEIZED);
        fixture.now.addAndGet(9_999);
        assertThat(seize(A, C).claim()).isEqualTo(Claim.HELD);
        fixture.now.addAndGet(1);
        assertThat(seize(A, C).claim()).isEqualTo(Claim.SEIZED);
    }

    @Test
    void whoLeavesClearsUpAfterItself() {
        renew(A);
        assertThat(get(leases.leave(A, HOLD)).claim()).isEqualTo(Claim.SEIZED);
        assertThat(seize(A, C).claim()).isEqualTo(Claim.HELD);
    }

    @Test
    void aRenewalMayBeLateUntilTheNodeIsSeized() {
        renew(A);
        fixture.now.addAndGet(60_000);
        assertThat(renew(A)).isEqualTo(Renewal.RENEWED);
        assertThat(seize(A, B).claim()).isEqualTo(Claim.ALIVE);
        fixture.now.addAndGet(10_000);
        seize(A, B);
        assertThat(renew(A)).isEqualTo(Renewal.FENCED);
        assertThat(enter(A, 1)).isEqualTo(Entry.FENCED);
    }

    @Test
    void whereANodeHasSomethingIsTheSeizers() {
        renew(A);
        assertThat(enter(A, 0, 17)).isEqualTo(Entry.ENTERED);
        assertThat(enter(A, 17, 255)).isEqualTo(Entry.ENTERED);
        Bucket strange = fixture.keys.bucket("a:b{c}\n", 3);
        get(leases.enter(A, List.of(strange)));
        fixture.now.addAndGet(10_000);
        renew(B);

        assertThat(seize(A, B).buckets()).containsExactlyInAnyOrder(bucket(0), bucket(17), bucket(255), strange);
        assertThat(seize(A, B).claim()).as("again").isEqualTo(Claim.SEIZED);
        assertThat(seize(A, C)).as("meanwhile").isEqualTo(new Seizure(Claim.HELD, List.of()));

        fixture.redis.del(fixture.keys.ofCluster("h:node-a"));
        assertThat(seize(A, C).buckets()).as("after the hold").hasSize(4);
        get(leases.forget(A));
        get(leases.leave(B, HOLD));
        get(leases.forget(B));
        assertThat(get(leases.expired())).isEmpty();
        assertThat(get(leases.nodes())).isEmpty();
        assertThat(fixture.lastingKeys()).isEmpty();
        assertThat(renew(A)).as("fenced on").isEqualTo(Renewal.FENCED);
    }

    @Test
    void aNodeThatIsNotKnownEntersNowhere() {
        assertThat(enter(A, 1)).isEqualTo(Entry.UNKNOWN);
        renew(A);
        assertThat(enter(A, 1)).isEqualTo(Entry.ENTERED);
        fixture.redis.flushall();
        assertThat(enter(A, 2)).as("after Redis has lost its memory").isEqualTo(Entry.UNKNOWN);
        assertThat(fixture.lastingKeys()).isEmpty();
    }

    @Test
    void aNodeMayLeaveWhenItLikes() {
        renew(A);
        enter(A, 5);
        assertThat(get(leases.leave(A, HOLD))).isEqualTo(new Seizure(Claim.SEIZED, List.of(bucket(5))));
        assertThat(renew(A)).isEqualTo(Renewal.FENCED);
        assertThat(get(leases.expired())).as("should it not get it done").containsExactly(A);
        assertThat(seize(A, B).claim()).as("while it is about it").isEqualTo(Claim.HELD);
        get(leases.forget(A));
        assertThat(fixture.lastingKeys()).isEmpty();
    }

    @Test
    void aNodeThatIsAliveIsNotForgotten() {
        renew(A);
        get(leases.forget(A));
        assertThat(get(leases.nodes())).containsExactly(A);
    }

    @Test
    void theHoldHasALifetime() {
        renew(A);
        get(leases.leave(A, Duration.ofSeconds(30)));
        assertThat(fixture.redis.pttl(fixture.keys.ofCluster("h:node-a"))).isBetween(1L, 30_000L);
        assertThat(fixture.redis.pttl(fixture.keys.ofCluster("f:node-a"))).isGreaterThan(80_000_000L);
    }

    @Test
    void expiredLeasesComeInPages() {
        for (int i = 0; i <= Leases.MAX_EXPIRED; i++) {
            renew(new NodeId("n" + i));
        }
        fixture.now.addAndGet(10_000);
        assertThat(get(leases.expired())).hasSize(Leases.MAX_EXPIRED);
    }

    @Test
    void connectionsAreCountedUntilTheNodeIsFenced() {
        Connections connections = fixture.state.connections();
        assertThat(get(connections.set(APP, A, 3))).isEqualTo(Outcome.DONE);
        get(connections.set(APP, A, 4));
        get(connections.set(APP, B, 5));
        get(connections.set("another", B, 7));
        assertThat(get(connections.total(APP))).isEqualTo(9);
        get(connections.set(APP, B, 0));
        assertThat(get(connections.total(APP))).isEqualTo(4);

        fixture.takeOver(connections.bucket(APP), A, FactRules.NONE);
        assertThat(get(connections.total(APP))).isZero();
        assertThat(get(connections.set(APP, A, 3))).isEqualTo(Outcome.FENCED);
        assertThat(get(connections.total(APP))).isZero();
        assertThatThrownBy(() -> connections.set(APP, A, -1)).isInstanceOf(IllegalArgumentException.class);
    }

    private Renewal renew(NodeId node) {
        return get(leases.renew(node, LEASE));
    }

    private Entry enter(NodeId node, Integer... buckets) {
        return get(leases.enter(
                node, List.of(buckets).stream().map(LeasesIT::bucket).toList()));
    }

    private Seizure seize(NodeId dead, NodeId by) {
        return get(leases.seize(dead, by, HOLD));
    }

    private static Bucket bucket(int number) {
        return fixture.keys.bucket(APP, number);
    }
}
