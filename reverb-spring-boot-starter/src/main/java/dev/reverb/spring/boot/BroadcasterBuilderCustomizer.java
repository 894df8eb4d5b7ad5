package dev.reverb.spring.boot;

import dev.reverb.broadcasting.Broadcaster;

/**
 * A bean of this type has the last word on how the broadcaster is built: it is called once, after the properties have been
 * applied, in the order of the beans.
 *
 * <pre>{@code
 * @Bean
 * BroadcasterBuilderCustomizer failures(FailureLog log) {
 *     return builder -> builder.onFailure(log::add);
 * }
 * }</pre>
 */
@FunctionalInterface
@SuppressWarnings("exports") // Of what the application has where it broadcasts.
public interface BroadcasterBuilderCustomizer {

    /**
     * Changes the broadcaster that is about to be built.
     *
     * @param builder with connections and all properties; not to be built here
     */
    void customize(Broadcaster.Builder builder);
}
