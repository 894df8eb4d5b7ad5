package dev.reverb.applications.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reverb.application.Webhook;
import dev.reverb.application.WebhookEventType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhooksColumnTest {

    @Test
    void readsWhatSoketiReads() throws Exception {
        assertThat(WebhooksColumn.read("""
                [{"url": "https://one.example", "event_types": ["member_added"], "lambda": {"async": true, "region": ["x"]}},
                 {"url": "https://two.example", "headers": {"X-A": "1", "X-B": null}, "filter": null, "lambda_function": null}]"""))
                .containsExactly(
                        Webhook.to("https://one.example").forEvents(WebhookEventType.MEMBER_ADDED),
                        Webhook.to("https://two.example").withHeader("X-A", "1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "null", " [ ] "})
    void mayBeNone(String json) throws Exception {
        assertThat(WebhooksColumn.read(json)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{} | webhooks must be a list",
                "~\"[]\"~ | webhooks must be a list",
                "[ | webhooks is not valid JSON",
                "[] [] | webhooks is not valid JSON",
                "[1] | webhooks[0] must be an object",
                "[{}] | webhooks[0] has no url",
                "[{\"url\":null}] | webhooks[0] has no url",
                "[{\"url\":1}] | webhooks[0].url must be text",
                "[{\"url\":\"ftp://s3cret\"}] | webhooks[0] is refused: the url of a webhook must begin with http:// or https:// and a host",
                "[{\"url\":\"http://a\",\"url\":\"http://b\"}] | webhooks is not valid JSON",
                "[{\"url\":\"http://a\",\"event_types\":[]}] | webhooks[0] is refused: the event_types of a webhook are empty",
                "[{\"url\":\"http://a\",\"event_types\":[\"s3cret\"]}] | webhooks[0].event_types has a name in it that no event has",
                "[{\"url\":\"http://a\",\"event_types\":\"all\"}] | webhooks[0].event_types must be a list",
                "[{\"url\":\"http://a\",\"headers\":{\"Host\":\"s3cret\"}}] | webhooks[0] is refused: a webhook sets the header Host itself",
                "[{\"url\":\"http://a\",\"headers\":{\"X\":[]}}] | webhooks[0].headers.X must be text",
                "[{\"url\":\"http://a\",\"filter\":{\"by\":\"s3cret\"}}] | webhooks[0].filter.by is unknown",
                "[{\"url\":\"http://a\"},{\"lambda_function\":\"f\"}] | webhooks[1].lambda_function is not possible here: there are no AWS Lambda functions; give a url",
                "[{\"ur\\nl\":\"s3cret\"}] | webhooks[0].ur?l is unknown",
            })
    void saysWhichPieceIsWrongAndNothingOfIt(String json, String said) {
        assertThatThrownBy(() -> WebhooksColumn.read(json)).hasMessage(said).hasMessageNotContaining("s3cret");
    }
}
