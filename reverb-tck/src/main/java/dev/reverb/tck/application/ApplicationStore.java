package dev.reverb.tck.application;

import dev.reverb.application.Application;

/** Where the applications are kept that a provider under test finds: a file, a table. What is written is found soon, not at once. */
public interface ApplicationStore {

    /**
     * Adds an application, or changes the one with its id.
     *
     * @param application its settings from now on; beside the credentials only {@code max_connections}, and
     *     {@code accept_client_events_from}, which is members or none
     * @throws Exception where it cannot be written
     */
    void put(Application application) throws Exception;

    /**
     * Removes an application.
     *
     * @param id the id of one that is there
     * @throws Exception where it cannot be removed
     */
    void remove(String id) throws Exception;
}
