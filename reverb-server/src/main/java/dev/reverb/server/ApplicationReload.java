package dev.reverb.server;

import dev.reverb.application.Application;
import dev.reverb.application.ApplicationChanges;
import dev.reverb.application.ReplaceableApplications;
import dev.reverb.server.config.Configuration;
import dev.reverb.server.config.ConfigurationException;
import dev.reverb.spi.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes over what changes in the applications of the file and {@code .env} while the server runs. Settings of the server stay as they were at
 * the start; a change of one is told. Where something is wrong, everything stays as it is, and that is told once. Safe for any thread.
 */
final class ApplicationReload {

    /** How often the files are looked at. */
    static final Duration INTERVAL = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(ApplicationReload.class);
    private static final int MOST_NAMED = 20;

    private final Sources sources;
    private final ReplaceableApplications applications;
    private final ServedApplications served;
    private final Scheduler scheduler;
    private final Configuration first;
    private Configuration current;
    private List<String> later = List.of();
    private @Nullable FileWatch watch;
    private volatile Scheduler.@Nullable Cancellable next;
    private String problem = "";
    private volatile boolean stopped;

    /**
     * Does nothing yet.
     *
     * @param first what the sources said at the start
     * @param served what is served because of it
     * @param applications what the server asks
     */
    ApplicationReload(
            Sources sources,
            Configuration first,
            ServedApplications served,
            ReplaceableApplications applications,
            Scheduler scheduler) {
        this.sources = sources;
        this.first = first;
        this.current = first;
        this.served = served;
        this.applications = applications;
        this.scheduler = scheduler;
    }

    /** From now on looks at the files each second, and reads them when they have changed. */
    synchronized void follow(FileWatch files) {
        watch = files;
        lookAgain();
    }

    private synchronized void look() {
        if (stopped || watch == null) {
            return;
        }
        try {
            if (watch.hasChanged()) {
                reload();
            }
        } catch (RuntimeException broken) {
            LOG.error("The files of the applications could not be looked at; that goes on", broken);
        }
        lookAgain();
    }

    private void lookAgain() {
        next = scheduler.schedule(this::look, INTERVAL);
        if (stopped) {
            cancel();
        }
    }

    private void cancel() {
        Scheduler.Cancellable planned = next;
        if (planned != null) {
            planned.cancel();
        }
    }

    /** Reads the files, whether they have changed or not. */
    synchronized void now() {
        problem = "";
        if (!stopped && !reload()) {
            LOG.info("The applications are as they were");
        }
    }

    /** Whether there was something to tell. */
    private boolean reload() {
        try {
            Configuration read = sources.read().configuration();
            if (stopped) {
                return true;
            }
            ApplicationChanges changes = applications.replaceAll(applicationsOf(read));
            boolean told = tell(changes, read);
            current = read;
            problem = "";
            return told;
        } catch (ConfigurationException | IllegalArgumentException wrong) {
            tell(String.valueOf(wrong.getMessage()));
            return true;
        }
    }

    private List<Application> applicationsOf(Configuration read) throws ConfigurationException {
        if (!read.applications().isEmpty()) {
            return read.applications();
        }
        if (!served.generated()) {
            throw new ConfigurationException("no application is left");
        }
        Credentials credentials = Credentials.of(served.applications().get(0));
        return List.of(read.application(credentials.id(), credentials.key(), credentials.secret()));
    }

    private boolean tell(ApplicationChanges changes, Configuration read) {
        boolean again = !problem.isEmpty();
        List<String> warnings = new ArrayList<>(read.warnings());
        warnings.removeAll(current.warnings());
        warnings.forEach(LOG::warn);
        boolean differs = tellOfServer(read.serverSettingsOtherThan(first));
        if (!changes.isEmpty()) {
            LOG.info(
                    "Applications reloaded:{}{}{}",
                    named(" added ", changes.added()),
                    named(" changed ", changes.changed()),
                    named(" removed ", changes.removed()));
        } else if (again) {
            LOG.info("The settings are right again; the applications are as they were");
        }
        return again || differs || !changes.isEmpty() || !warnings.isEmpty();
    }

    private boolean tellOfServer(List<String> names) {
        boolean told = !names.isEmpty() && !names.equals(later);
        later = names;
        if (told) {
            LOG.warn("Takes effect at the next start: {}", String.join(", ", names));
        }
        return told;
    }

    private static String named(String what, List<String> ids) {
        if (ids.isEmpty()) {
            return "";
        }
        String more = ids.size() > MOST_NAMED ? " and " + (ids.size() - MOST_NAMED) + " more" : "";
        return what + ids.subList(0, Math.min(ids.size(), MOST_NAMED)) + more;
    }

    /** Once, since a file may be read several times. */
    private void tell(String message) {
        if (!message.equals(problem)) {
            problem = message;
            LOG.error("{}; the applications stay as they are", message);
        }
    }

    /** Takes nothing over any more. Waits for nobody: a file may be on a network mount that hangs, and is being read. */
    void stop() {
        stopped = true;
        cancel();
    }
}
