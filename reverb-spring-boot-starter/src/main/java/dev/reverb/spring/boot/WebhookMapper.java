package dev.reverb.spring.boot;

import dev.reverb.application.Webhook;
import java.util.Map;
import java.util.function.Supplier;
import org.springframework.util.StringUtils;

/** Makes a {@link Webhook} of its properties; the core judges their values. */
final class WebhookMapper {

    /** The property above all of this hook's, such as {@code reverb.app.webhooks[0]}. */
    private final String prefix;

    private final WebhookProperties properties;

    WebhookMapper(String prefix, WebhookProperties properties) {
        this.prefix = prefix;
        this.properties = properties;
    }

    /**
     * Makes the hook.
     *
     * @throws InvalidSettingException where something is missing or refused; it shows no address and no header's value
     */
    Webhook map() {
        Webhook hook = judged("url", () -> Webhook.to(url()));
        hook = properties.eventTypes().isEmpty() ? hook : hook.forEvents(properties.eventTypes());
        for (Map.Entry<String, String> header : properties.headers().entrySet()) {
            hook = withHeader(hook, header.getKey(), header.getValue());
        }
        String start = properties.filter().channelNameStartsWith();
        hook = start == null || start.isEmpty() ? hook : hook.forChannelsStartingWith(start);
        String end = properties.filter().channelNameEndsWith();
        return end == null || end.isEmpty() ? hook : hook.forChannelsEndingWith(end);
    }

    private Webhook withHeader(Webhook hook, String name, String value) {
        return value.isEmpty() ? hook : judged("headers", () -> hook.withHeader(name, value));
    }

    private String url() {
        if (properties.url().isBlank()) {
            String property = prefix + ".url";
            throw new InvalidSettingException(
                    "a webhook has an address, and " + property + " is not set.", "Set " + property + ".");
        }
        return properties.url();
    }

    private Webhook judged(String name, Supplier<Webhook> made) {
        try {
            return made.get();
        } catch (IllegalArgumentException refused) {
            throw new InvalidSettingException(
                    prefix + "." + name + ": " + StringUtils.uncapitalize(String.valueOf(refused.getMessage())) + ".",
                    "Change the value of " + prefix + "." + name + ".");
        }
    }
}
