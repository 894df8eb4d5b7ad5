package dev.reverb.broadcasting.auth;

import dev.reverb.spi.transport.HttpRequest;
import java.security.Principal;
import java.util.Map;
import java.util.Optional;

/**
 * A request to {@code /broadcasting/auth} or {@code /broadcasting/user-auth}, as {@link BroadcastingAuth} and guards read it. The
 * adapters for servlets, Jetty and Undertow make it; for another host {@link #of} does.
 *
 * @param http method, path, query, headers and body
 * @param parameters what the host has read of the request's form, beyond what is in the query and in the body; for guards, all of
 *     the request's parameters
 * @param principal who the host says is signed in
 * @param source the host's own object for the request, to be used while the request lasts
 */
public record AuthRequest(
        HttpRequest http, Map<String, String> parameters, Optional<Principal> principal, Object source) {

    /** Copies the parameters. */
    public AuthRequest {
        parameters = Map.copyOf(parameters);
    }

    /**
     * A request of which the host knows nothing more.
     *
     * @param http the request with its whole body
     * @return the request, with itself as source
     */
    public static AuthRequest of(HttpRequest http) {
        return new AuthRequest(http, Map.of(), Optional.empty(), http);
    }

    /**
     * The same request of a user whom the host has authenticated.
     *
     * @param who the user
     * @return another request
     */
    public AuthRequest withPrincipal(Principal who) {
        return new AuthRequest(http, parameters, Optional.of(who), source);
    }

    /**
     * The same request with the host's own object for it.
     *
     * @param object the object
     * @return another request
     */
    public AuthRequest withSource(Object object) {
        return new AuthRequest(http, parameters, principal, object);
    }

    AuthRequest withParameters(Map<String, String> all) {
        return new AuthRequest(http, all, principal, source);
    }

    /**
     * A header, for guards that know a token or a cookie.
     *
     * @param name its name, in any case
     * @return its value
     */
    public Optional<String> header(String name) {
        return Optional.ofNullable(http.header(name));
    }

    /**
     * A parameter of the body or of the query, such as a client adds by pusher-js's {@code auth.params}.
     *
     * @param name its name
     * @return its value
     */
    public Optional<String> parameter(String name) {
        return Optional.ofNullable(parameters.get(name));
    }

    /**
     * The host's own object for the request, such as an {@code HttpServletRequest}.
     *
     * @param <T> its type
     * @param type its type
     * @return the object
     * @throws ClassCastException where it is of another type
     */
    public <T> T unwrap(Class<T> type) {
        return type.cast(source);
    }

    /** Says nothing of headers, parameters and the user. */
    @Override
    public String toString() {
        return "AuthRequest[" + http.method() + " " + http.path() + "]";
    }
}
