package dev.reverb.spring.boot;

import dev.reverb.application.WebhookEventType;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The properties of one webhook, below {@code reverb.app.webhooks[0]} and so on.
 *
 * @param url Where to POST to.
 * @param eventTypes What it is told. Everything by default.
 * @param headers What is sent in addition, by name.
 * @param filter Of which channels it is told.
 */
record WebhookProperties(
        @DefaultValue("") String url,
        @DefaultValue List<WebhookEventType> eventTypes,
        @DefaultValue Map<String, String> headers,
        @DefaultValue Filter filter) {

    /**
     * The properties below {@code filter}.
     *
     * @param channelNameStartsWith How a channel's name must begin.
     * @param channelNameEndsWith How a channel's name must end.
     */
    record Filter(
            @Nullable String channelNameStartsWith,
            @Nullable String channelNameEndsWith) {}

    /** Neither the address nor the headers: both may have a secret in them. */
    @Override
    public String toString() {
        return "WebhookProperties[eventTypes=" + eventTypes + "]";
    }
}
