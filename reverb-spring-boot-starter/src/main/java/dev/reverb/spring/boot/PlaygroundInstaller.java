package dev.reverb.spring.boot;

import dev.reverb.ReverbServer;
import dev.reverb.application.Application;
import dev.reverb.playground.Playground;
import org.springframework.beans.factory.ObjectProvider;

/** Adds the playground to the server, or says why it cannot: it never is where it would be open by mistake. */
final class PlaygroundInstaller implements ReverbServerBuilderCustomizer {

    private final PlaygroundProperties properties;
    private final ObjectProvider<Application> applications;
    private final ForwardedHeaders forwarded;

    PlaygroundInstaller(
            PlaygroundProperties properties, ObjectProvider<Application> applications, ForwardedHeaders forwarded) {
        this.properties = properties;
        this.applications = applications;
        this.forwarded = forwarded;
    }

    /**
     * Adds it.
     *
     * @throws InvalidSettingException where there is not one application, the path is none, or anybody could pretend to be
     *     on this machine
     */
    @Override
    public void customize(ReverbServer.Builder builder) {
        if (properties.loopbackOnly()) {
            checkThatPeersAreWhoTheyAre();
        }
        Application application = single();
        try {
            Playground.of(application)
                    .at(path())
                    .loopbackOnly(properties.loopbackOnly())
                    .install(builder);
        } catch (IllegalArgumentException refused) {
            InvalidSettingException invalid = new InvalidSettingException(
                    "the playground cannot be served at \"" + properties.path() + "\".",
                    "Set reverb.playground.path to / or to a path like /playground, of letters, digits and ._~-, that is"
                            + " not one of Reverb's own.");
            invalid.initCause(refused);
            throw invalid;
        }
    }

    private Application single() {
        Application application = applications.getIfUnique();
        if (application == null) {
            throw new InvalidSettingException(
                    "reverb.playground.enabled is true, but there is not exactly one application to play with.",
                    "Mark one of several Application beans as @Primary, or set reverb.playground.enabled=false and add"
                            + " Playground.of(application) to the builder in a ReverbServerBuilderCustomizer bean.");
        }
        return application;
    }

    private void checkThatPeersAreWhoTheyAre() {
        forwarded.believedBecauseOf().ifPresent(cause -> {
            throw new InvalidSettingException(
                    "the playground cannot tell who is on this machine, since the application believes what"
                            + " headers say of where a request comes from (" + cause + ").",
                    "Where the playground is enabled, set server.forward-headers-strategy=none and no"
                            + " server.tomcat.remoteip properties; or, where everybody may use it, set"
                            + " reverb.playground.loopback-only=false.");
        });
    }

    /** Slashes around it do not matter, but only {@code /} itself is the root. */
    private String path() {
        String path = ServerMapper.withoutSlashesAround(properties.path());
        return path.isEmpty() ? properties.path() : "/" + path;
    }
}
