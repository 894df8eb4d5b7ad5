package dev.reverb.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a webhook is made of. */
class WebhookTest {

    private static final Webhook HOOK = Webhook.to("https://hook.example.com/");

    @Test
    void aHeaderTakesThePlaceOfOneThatDiffersInItsCaseOnly() {
        Webhook hook =
                HOOK.withHeader("X-Tenant", "7").withHeader("x-tenant", "8").withHeader("X-Other", "9");
        assertThat(hook.headers()).hasSize(2).containsEntry("X-Other", "9").containsValue("8");
    }

    @Test
    void twoHeadersThatDifferInTheirCaseOnlyAreRefused() {
        Map<String, String> headers = Map.of("X-Tenant", "7", "x-tenant", "8");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> new Webhook(HOOK.url(), HOOK.eventTypes(), headers, Optional.empty(), Optional.empty()))
                .withMessageMatching("A webhook has the header [Xx]-[Tt]enant twice");
    }

    @Test
    void everyTypeIsFoundByItsNameOnTheWire() {
        for (WebhookEventType type : WebhookEventType.values()) {
            assertThat(WebhookEventType.parse(type.wireName())).contains(type);
        }
        assertThat(WebhookEventType.parse("CHANNEL_OCCUPIED")).isEmpty();
        assertThat(WebhookEventType.parse("")).isEmpty();
    }
}
