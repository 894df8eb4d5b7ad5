package dev.reverb.server;

import dev.reverb.application.ApplicationProvider;
import dev.reverb.application.ReplaceableApplications;
import dev.reverb.applications.jdbc.JdbcApplicationProvider;
import dev.reverb.server.config.Configuration;
import dev.reverb.server.config.ConfigurationException;
import dev.reverb.server.config.ServerSettings;
import dev.reverb.server.config.TableSettings;
import dev.reverb.spi.Scheduler;
import java.util.Optional;

/** Where a running server finds its applications, and how that comes to know of changes. */
abstract class Applications implements AutoCloseable {

    /**
     * Those of the settings, or of the table that they name.
     *
     * @throws ConfigurationException where the table cannot be one
     */
    static Applications of(Sources sources, Configuration configuration, ServedApplications served)
            throws ConfigurationException {
        Optional<TableSettings> table = configuration.table();
        return table.isPresent() ? new OfTable(table.get()) : new OfSettings(sources, configuration, served);
    }

    /** Whom the server asks. */
    abstract ApplicationProvider provider();

    /** What the signal to reload does, where there is anything to do. */
    abstract Optional<Runnable> onReload();

    /** From now on looks at the files by itself, where they have applications and that is wanted. */
    abstract void follow(FileWatch files);

    @Override
    public abstract void close();

    private static final class OfSettings extends Applications {

        private final ReplaceableApplications applications;
        private final ApplicationReload reload;
        private final boolean hasFile;
        private final boolean follows;

        OfSettings(Sources sources, Configuration configuration, ServedApplications served) {
            applications = new ReplaceableApplications(served.applications());
            reload = new ApplicationReload(sources, configuration, served, applications, Scheduler.system());
            hasFile = sources.file().isPresent();
            follows = configuration.get(ServerSettings.RELOAD_APPLICATIONS);
        }

        @Override
        ApplicationProvider provider() {
            return applications;
        }

        @Override
        Optional<Runnable> onReload() {
            return hasFile ? Optional.of(reload::now) : Optional.empty();
        }

        @Override
        void follow(FileWatch files) {
            if (follows) {
                reload.follow(files);
            }
        }

        @Override
        public void close() {
            reload.stop();
        }
    }

    private static final class OfTable extends Applications {

        private final JdbcApplicationProvider provider;

        OfTable(TableSettings settings) throws ConfigurationException {
            provider = ApplicationsTable.of(settings);
        }

        @Override
        ApplicationProvider provider() {
            return provider;
        }

        /** Whatever is known is asked for again. */
        @Override
        Optional<Runnable> onReload() {
            return Optional.of(provider::invalidateAll);
        }

        @Override
        void follow(FileWatch files) {
            // The settings say nothing of applications.
        }

        @Override
        public void close() {
            provider.close();
        }
    }
}
