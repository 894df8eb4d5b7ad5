package dev.reverb.broadcasting.auth;

import static java.util.concurrent.CompletableFuture.completedFuture;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/** The guards by their names. Safe for any thread. */
final class Guards {

    private final Map<String, AsyncGuard> byName = new ConcurrentHashMap<>();

    void put(String name, AsyncGuard guard) {
        byName.put(name, guard);
    }

    /** Refuses a name that nobody has defined, which would otherwise show when the first client asks. */
    void check(String name) {
        guard(name);
    }

    private AsyncGuard guard(String name) {
        AsyncGuard guard = byName.get(name);
        if (guard == null) {
            throw new IllegalArgumentException("No guard is called \"" + name + "\"; Channels.guard defines it");
        }
        return guard;
    }

    /** The user whom the first guard finds that finds one; the others are not asked. */
    CompletableFuture<Optional<BroadcastUser>> firstUser(List<String> names, AuthRequest request, Executor executor) {
        if (names.isEmpty()) {
            return completedFuture(Optional.empty());
        }
        CompletableFuture<Optional<BroadcastUser>> found =
                Stages.call(() -> guard(names.get(0)).user(request)).thenApply(Guards::widened);
        return Stages.then(
                found,
                executor,
                user -> user.isPresent()
                        ? completedFuture(user)
                        : firstUser(names.subList(1, names.size()), request, executor));
    }

    private static Optional<BroadcastUser> widened(Optional<? extends BroadcastUser> user) {
        return user.map(found -> found);
    }
}
