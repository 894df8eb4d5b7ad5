package dev.reverb.applications.caching;

import dev.reverb.application.Application;
import dev.reverb.application.ApplicationProvider;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * What an application is asked for by.
 *
 * @param kind which of its names
 * @param text the name
 */
record Name(Kind kind, String text) {

    enum Kind {
        ID,
        KEY
    }

    static Name id(String id) {
        return new Name(Kind.ID, id);
    }

    static Name key(String key) {
        return new Name(Kind.KEY, key);
    }

    /** Asks a provider for it. */
    CompletionStage<Optional<Application>> ask(ApplicationProvider provider) {
        return kind == Kind.ID ? provider.findById(text) : provider.findByKey(text);
    }
}
