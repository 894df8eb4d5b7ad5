package dev.reverb.application;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Where the server finds its applications. Asked for every connection and every API request, on lanes: an answer that
 * takes time comes as a stage that completes later, and the connection or request waits for it without a thread. A stage
 * that fails, or has not completed within {@code request_timeout}, refuses the connection with 4200, so that the client tries
 * again, and the request with 503.
 *
 * <p>Answers may change while the server runs. New connections and requests go by what is found then; a connection keeps its application
 * as it was found, until the application is found no more, or disabled: then it is closed with 4003, see {@link
 * dev.reverb.ReverbServer.Builder#applicationCheckInterval}. An application is given back as often as it is asked for; whether as the
 * same object or as an {@linkplain Application#equals equal} one, makes no difference.
 *
 * @see ReplaceableApplications
 */
public interface ApplicationProvider {

    /**
     * Finds the application that a client names.
     *
     * @param key the public key in {@code /app/{key}}
     * @return the application, or empty
     */
    CompletionStage<Optional<Application>> findByKey(String key);

    /**
     * Finds the application that a publisher names.
     *
     * @param id the id in {@code /apps/{id}}
     * @return the application, or empty
     */
    CompletionStage<Optional<Application>> findById(String id);

    /**
     * Whether every answer will always be the same. Then the server does not {@linkplain
     * dev.reverb.ReverbServer.Builder#applicationCheckInterval ask again} whether the applications of its connections still exist.
     *
     * @return false, unless a provider knows better; does not change
     */
    default boolean isFixed() {
        return false;
    }

    /**
     * A fixed list.
     *
     * @param applications the applications
     * @return a provider that answers at once
     * @throws IllegalArgumentException where two share an id or a key
     */
    static ApplicationProvider of(Collection<Application> applications) {
        return new FixedApplicationProvider(List.copyOf(applications));
    }

    /**
     * A fixed list.
     *
     * @param applications the applications
     * @return a provider that answers at once
     * @throws IllegalArgumentException where two share an id or a key
     */
    static ApplicationProvider of(Application... applications) {
        return of(Arrays.asList(applications));
    }
}
