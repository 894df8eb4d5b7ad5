package dev.reverb.spring.boot;

import dev.reverb.ReverbServer;

/**
 * A bean of this type has the last word on how the server is built: it is called once, after the properties have been
 * applied, in the order of the beans.
 *
 * <pre>{@code
 * @Bean
 * ReverbServerBuilderCustomizer status() {
 *     return builder -> builder.handler("/status", request -> completedFuture(HttpResponse.json(200, "{}")));
 * }
 * }</pre>
 */
@FunctionalInterface
public interface ReverbServerBuilderCustomizer {

    /**
     * Changes the server that is about to start.
     *
     * @param builder with applications, transports and all properties; not to be started here
     */
    void customize(ReverbServer.Builder builder);
}
