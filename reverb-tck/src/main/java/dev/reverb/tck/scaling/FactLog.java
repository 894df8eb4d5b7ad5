package dev.reverb.tck.scaling;

import dev.reverb.spi.scaling.ClusterFact;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The facts that the servers of a cluster were given to pass on, in the order in which they came. Safe for any thread. */
final class FactLog {

    /** Facts that a server was given. */
    record Batch(KitServer server, String appId, String id, List<ClusterFact> facts) {}

    private final List<Batch> told = new ArrayList<>();
    private final Map<String, List<ClusterFact>> byId = new HashMap<>();
    private final List<String> broken = new ArrayList<>();
    private boolean held;
    private int failing;

    /** From now on servers take facts, and never come to an end with them. */
    synchronized void hold(boolean isHeld) {
        held = isHeld;
    }

    /** The next batches are not passed on. */
    synchronized void fail(int batches) {
        failing = batches;
    }

    synchronized CompletionStage<Void> take(KitServer server, String appId, String id, List<ClusterFact> facts) {
        told.add(new Batch(server, appId, id, facts));
        if (facts.isEmpty()) {
            broken.add("No fact in " + id);
        }
        List<ClusterFact> before = byId.putIfAbsent(appId + " " + id, facts);
        if (before != null && !before.equals(facts)) {
            broken.add("Other facts with the id " + id + ": " + before + ", then " + facts);
        }
        if (held) {
            return new CompletableFuture<>();
        }
        return failing-- > 0
                ? CompletableFuture.failedFuture(new IllegalStateException("Not passed on, says the kit"))
                : CompletableFuture.completedFuture(null);
    }

    /** All that was told, also what was told again. */
    synchronized List<Batch> batches() {
        return List.copyOf(told);
    }

    synchronized List<String> broken() {
        return List.copyOf(broken);
    }

    /** The facts of a channel, each once, such as {@code member_added 7}. */
    synchronized List<String> of(String appId, String channel) {
        Map<String, Batch> once = new HashMap<>();
        List<String> lines = new ArrayList<>();
        for (Batch batch : told) {
            if (batch.appId().equals(appId) && once.putIfAbsent(batch.id(), batch) == null) {
                batch.facts().stream()
                        .filter(fact -> fact.channel().toString().equals(channel))
                        .forEach(fact -> lines.add(line(fact)));
            }
        }
        return lines;
    }

    private static String line(ClusterFact fact) {
        return fact.type().wireName()
                + fact.userId().map(userId -> " " + userId).orElse("")
                + (fact.subscriptions().isPresent() ? " " + fact.subscriptions().getAsInt() : "");
    }
}
