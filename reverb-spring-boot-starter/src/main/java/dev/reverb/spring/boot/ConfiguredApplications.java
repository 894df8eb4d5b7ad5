package dev.reverb.spring.boot;

import dev.reverb.application.Application;
import dev.reverb.application.ApplicationProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The applications that are there from the start: beans, or the properties' where there is no such bean. */
final class ConfiguredApplications implements ApplicationProvider {

    private final List<Application> applications;
    private final ApplicationProvider provider;

    private ConfiguredApplications(List<Application> applications) {
        this.applications = applications;
        this.provider = provider(applications);
    }

    private static ApplicationProvider provider(List<Application> applications) {
        try {
            return ApplicationProvider.of(applications);
        } catch (IllegalArgumentException twice) {
            throw new InvalidSettingException(
                    String.valueOf(twice.getMessage()), "Give each application an id and a key of its own.");
        }
    }

    static ConfiguredApplications of(List<Application> beans, ReverbProperties properties) {
        List<Application> applications = beans.isEmpty() ? fromProperties(properties) : beans;
        if (applications.isEmpty()) {
            throw new InvalidSettingException(
                    "there is no application to serve.",
                    "Set reverb.app.id, reverb.app.key and reverb.app.secret, or define a bean of type Application or"
                            + " ApplicationProvider. reverb.enabled=false leaves Reverb out.");
        }
        return new ConfiguredApplications(List.copyOf(applications));
    }

    /** The only one, where {@link OnSingleApplication} holds. */
    static Application single(ReverbProperties properties) {
        return fromProperties(properties).get(0);
    }

    private static List<Application> fromProperties(ReverbProperties properties) {
        List<Application> applications = new ArrayList<>();
        ApplicationProperties single = properties.app();
        if (single != null) {
            applications.add(new ApplicationMapper("reverb.app", single).map());
        }
        for (ApplicationProperties application : properties.apps()) {
            String prefix = "reverb.apps[" + (applications.size() - (single == null ? 0 : 1)) + "]";
            applications.add(new ApplicationMapper(prefix, application).map());
        }
        return applications;
    }

    List<Application> all() {
        return applications;
    }

    @Override
    public boolean isFixed() {
        return provider.isFixed();
    }

    @Override
    public CompletionStage<Optional<Application>> findByKey(String key) {
        return provider.findByKey(key);
    }

    @Override
    public CompletionStage<Optional<Application>> findById(String id) {
        return provider.findById(id);
    }
}
