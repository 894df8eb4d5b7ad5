package dev.reverb.internal;

import dev.reverb.internal.channels.ApplicationState;
import dev.reverb.internal.channels.PerApplication;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * The applications that this server has to do with, by id. One that has had neither connections nor channels for {@value #KEPT_SECONDS}
 * seconds, and that nobody has asked for, is let go: so a server may see any number of them come and go.
 *
 * <p>Letting go is safe at any moment, since a state is the same as long as anybody has it; see {@link PerApplication}. It is put off
 * where it would cost, or where rates are being counted. Any thread, except for {@link #sweep}.
 */
final class ApplicationTable {

    /** How long an application is kept at least that nobody uses. */
    static final int KEPT_SECONDS = 60;

    /** How often that is looked at. */
    static final int SWEEP_SECONDS = 10;

    /** Is told before an application is let go. */
    @FunctionalInterface
    interface Farewell {

        /**
         * Forgets what is known of an application, and may be asked for again.
         *
         * @param wanted whether somebody has asked for it meanwhile; whoever asks from here on finds it forgotten
         */
        void letGo(String appId, BooleanSupplier wanted);
    }

    private static final class Held {
        final ApplicationState state;
        volatile boolean used = true;

        /** For how many seconds it has been found unused. */
        int unused;

        Held(ApplicationState state) {
            this.state = state;
        }
    }

    private final Function<String, ApplicationState> make;
    private final Farewell farewell;
    private final PerApplication<ApplicationState> states = new PerApplication<>();
    private final ConcurrentHashMap<String, Held> held = new ConcurrentHashMap<>();
    private int seconds;

    ApplicationTable(Function<String, ApplicationState> make, Farewell farewell) {
        this.make = make;
        this.farewell = farewell;
    }

    /** The state of an application, which is made where there is none. */
    ApplicationState get(String appId) {
        Held known = held.get(appId);
        if (known == null) {
            known = held.computeIfAbsent(appId, id -> new Held(states.get(id, make)));
        }
        // Mostly it is set already, and others read it.
        if (!known.used) {
            known.used = true;
            // It may have been let go just before.
            held.putIfAbsent(appId, known);
        }
        return known.state;
    }

    /** The applications that are in use, or were until a moment ago. */
    Collection<ApplicationState> all() {
        List<ApplicationState> all = new ArrayList<>(held.size());
        held.forEach((id, known) -> all.add(known.state));
        return all;
    }

    /**
     * Lets those go that have not been used for long enough. Once a second, one at a time; mostly it does nothing.
     *
     * @param all whether all are in use at this moment, whether it shows or not
     * @return whether it has looked
     */
    boolean sweep(boolean all) {
        if (++seconds % SWEEP_SECONDS != 0) {
            return false;
        }
        held.forEach((id, known) -> {
            if (all || known.used || !known.state.isUnused()) {
                known.used = false;
                known.unused = 0;
            } else {
                known.unused += SWEEP_SECONDS;
                if (known.unused >= KEPT_SECONDS) {
                    letGo(id, known);
                }
            }
        });
        states.tidy();
        return true;
    }

    private void letGo(String id, Held known) {
        farewell.letGo(id, () -> known.used);
        if (!known.used) {
            held.remove(id, known);
        }
    }

    /** How many applications are remembered. */
    int size() {
        return states.size();
    }
}
