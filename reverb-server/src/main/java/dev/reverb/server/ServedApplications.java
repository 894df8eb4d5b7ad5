package dev.reverb.server;

import dev.reverb.application.Application;
import dev.reverb.server.config.Configuration;
import dev.reverb.server.config.EnvironmentVariables;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;

/**
 * The applications that a start serves, and where their credentials come from.
 *
 * @param applications at least one, unless a database has them
 * @param generated whether the credentials are ones that this program made, now or earlier
 * @param fresh those that it made just now
 */
record ServedApplications(List<Application> applications, boolean generated, Optional<Credentials> fresh) {

    /**
     * Takes the configured applications, else one with generated credentials: those that a former start has kept, else new
     * ones.
     *
     * @param configuration the settings
     * @param environment the variables
     * @param file where generated credentials are kept
     * @return the applications
     */
    static ServedApplications of(Configuration configuration, EnvironmentVariables environment, CredentialFile file) {
        List<Application> configured = configuration.applications();
        if (configuration.table().isPresent()) {
            return new ServedApplications(List.of(), false, Optional.empty());
        }
        if (!configured.isEmpty()) {
            boolean generated = configured.size() == 1 && file.marks(Credentials.of(configured.get(0)));
            return new ServedApplications(configured, generated, Optional.empty());
        }
        Optional<Credentials> kept = kept(environment).filter(file::marks);
        Credentials credentials = kept.orElseGet(() -> Credentials.generate(new SecureRandom()));
        Application application = configuration.application(credentials.id(), credentials.key(), credentials.secret());
        return new ServedApplications(
                List.of(application), true, kept.isPresent() ? Optional.empty() : Optional.of(credentials));
    }

    /** Those in the file; they count as well where the process sets the same variables to nothing. */
    private static Optional<Credentials> kept(EnvironmentVariables environment) {
        return environment
                .textInFile("REVERB_APP_ID")
                .flatMap(id -> environment
                        .textInFile("REVERB_APP_KEY")
                        .flatMap(key -> environment
                                .textInFile("REVERB_APP_SECRET")
                                .map(secret -> new Credentials(id, key, secret))));
    }
}
