package dev.reverb.server;

import dev.reverb.server.config.Configuration;
import dev.reverb.server.config.ConfigurationException;
import dev.reverb.server.config.EnvironmentVariables;
import dev.reverb.server.config.Setting;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where this program's settings come from; they can be read again while it runs.
 *
 * @param process the variables of the process
 * @param dotEnv the {@code .env} file
 * @param file the file of {@code --config}
 * @param options what the command line gives, by setting
 */
record Sources(Map<String, String> process, Path dotEnv, Optional<Path> file, Map<Setting<?>, String> options) {

    /**
     * What they say at one moment.
     *
     * @param environment the variables
     * @param configuration all of it together
     */
    record Read(EnvironmentVariables environment, Configuration configuration) {}

    /**
     * Reads them all.
     *
     * @throws ConfigurationException where a setting is wrong
     */
    Read read() throws ConfigurationException {
        EnvironmentVariables environment = EnvironmentVariables.read(process, dotEnv);
        return new Read(environment, Configuration.load(environment, file, options));
    }

    /** Those that can change. */
    List<Path> files() {
        return Stream.concat(Stream.of(dotEnv), file.stream()).toList();
    }

    /** The files; never what the variables say. */
    @Override
    public String toString() {
        return "Sources" + files();
    }
}
