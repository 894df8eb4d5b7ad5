package dev.reverb.application;

import static java.util.concurrent.CompletableFuture.completedStage;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** A fixed list, with its answers made beforehand. */
final class FixedApplicationProvider implements ApplicationProvider {

    private static final CompletionStage<Optional<Application>> NONE = completedStage(Optional.empty());

    private final Map<String, CompletionStage<Optional<Application>>> byKey = new HashMap<>();
    private final Map<String, CompletionStage<Optional<Application>>> byId = new HashMap<>();

    FixedApplicationProvider(List<Application> applications) {
        for (Application application : applications) {
            CompletionStage<Optional<Application>> answer = completedStage(Optional.of(application));
            if (byId.put(application.id(), answer) != null) {
                throw new IllegalArgumentException("Two applications have the id \"" + application.id() + "\".");
            }
            if (byKey.put(application.key(), answer) != null) {
                throw new IllegalArgumentException("Two applications have the key \"" + application.key() + "\".");
            }
        }
    }

    @Override
    public boolean isFixed() {
        return true;
    }

    @Override
    public CompletionStage<Optional<Application>> findByKey(String key) {
        return byKey.getOrDefault(key, NONE);
    }

    @Override
    public CompletionStage<Optional<Application>> findById(String id) {
        return byId.getOrDefault(id, NONE);
    }
}
