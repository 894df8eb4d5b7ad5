package dev.reverb.application;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * A list of applications in memory that can be replaced while the server runs, for whoever keeps them somewhere and knows when they
 * change:
 *
 * <pre>{@code
 * ReplaceableApplications applications = new ReplaceableApplications(read());
 * ReverbServer server = ReverbServer.builder().applicationProvider(applications)….start();
 * applications.replaceAll(read());
 * }</pre>
 *
 * <p>Whoever connects or asks sees the old list or the new one, nothing in between. What becomes of the connections of an application
 * that has changed or is gone is said at {@link ApplicationProvider}. Safe for any thread; answers at once.
 */
public final class ReplaceableApplications implements ApplicationProvider {

    private volatile State state;

    private record State(List<Application> all, ApplicationProvider provider) {

        static State of(Collection<Application> applications) {
            List<Application> all = List.copyOf(applications);
            return new State(all, new FixedApplicationProvider(all));
        }
    }

    /**
     * Begins with a list.
     *
     * @param applications the applications; there may be none yet
     * @throws IllegalArgumentException where two share an id or a key
     */
    public ReplaceableApplications(Collection<Application> applications) {
        state = State.of(applications);
    }

    /**
     * Puts another list in the place of the one there is.
     *
     * @param applications all applications from now on
     * @return what is different now
     * @throws IllegalArgumentException where two share an id or a key; then the list stays as it is
     */
    public synchronized ApplicationChanges replaceAll(Collection<Application> applications) {
        State before = state;
        State after = State.of(applications);
        state = after;
        return changes(before.all(), after.all());
    }

    private static ApplicationChanges changes(List<Application> before, List<Application> after) {
        Map<String, Application> left = new LinkedHashMap<>();
        before.forEach(application -> left.put(application.id(), application));
        List<String> added = new ArrayList<>();
        List<String> changed = new ArrayList<>();
        for (Application application : after) {
            Application known = left.remove(application.id());
            if (known == null) {
                added.add(application.id());
            } else if (!known.equals(application)) {
                changed.add(application.id());
            }
        }
        return new ApplicationChanges(added, changed, List.copyOf(left.keySet()));
    }

    /**
     * The list as it is now.
     *
     * @return an immutable list
     */
    public List<Application> all() {
        return state.all();
    }

    @Override
    public CompletionStage<Optional<Application>> findByKey(String key) {
        return state.provider().findByKey(key);
    }

    @Override
    public CompletionStage<Optional<Application>> findById(String id) {
        return state.provider().findById(id);
    }

    /** The ids and keys; never a secret. */
    @Override
    public String toString() {
        return "ReplaceableApplications" + state.all();
    }
}
