package dev.reverb.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reverb.application.Webhook;
import dev.reverb.application.WebhookEventType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookReaderTest {

    private static final String URL = "\"url\": \"https://example.com/hooks?token=s3cr3t\"";
    private static final String TYPES = "\"event_types\": [\"channel_occupied\"]";
    private static final Webhook PLAIN =
            Webhook.to("https://example.com/hooks?token=s3cr3t").forEvents(WebhookEventType.CHANNEL_OCCUPIED);

    @Test
    void readsEverythingThatAHookHas() throws Exception {
        assertThat(read("""
                [{
                  "url": "https://example.com/hooks?token=s3cr3t",
                  "event_types": ["channel_occupied", "channel_vacated", "member_added", "member_removed", "client_event",
                                  "cache_miss", "subscription_count", "channel_occupied"],
                  "headers": {"X-Tenant": 7, "Authorization": "Bearer s3cr3t"},
                  "filter": {"channel_name_starts_with": "presence-", "channel_name_ends_with": ".eu"}
                }]
                """))
                .containsExactly(Webhook.to("https://example.com/hooks?token=s3cr3t")
                        .withHeader("X-Tenant", "7")
                        .withHeader("Authorization", "Bearer s3cr3t")
                        .forChannelsStartingWith("presence-")
                        .forChannelsEndingWith(".eu"));
    }

    @Test
    void whatIsLeftOutOrEmptyIsNotThere() throws Exception {
        assertThat(read("[{" + URL + ", " + TYPES + "}]")).containsExactly(PLAIN);
        assertThat(read("[{" + URL + ", " + TYPES + ", \"headers\": null, \"filter\": null}]"))
                .containsExactly(PLAIN);
        assertThat(read("[{" + URL + ", " + TYPES + ", \"headers\": {\"X-A\": \"\", \"X-B\": null},"
                        + " \"filter\": {\"channel_name_starts_with\": \"\", \"channel_name_ends_with\": null}}]"))
                .containsExactly(PLAIN);
        assertThat(read("[{" + URL + "}, {" + URL + ", \"event_types\": null}]"))
                .containsOnly(Webhook.to("https://example.com/hooks?token=s3cr3t"));
        // As PHP writes arrays that are empty.
        assertThat(read("[{" + URL + ", " + TYPES + ", \"headers\": [], \"filter\": []}]"))
                .containsExactly(PLAIN);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "event_types": ["cache_miss"]                                 | [0].url: missing
            "url": ""                                                     | [0].url: missing
            "url": ["https://s3cr3t"]                                     | [0].url: must be text
            "url": "ftp://s3cr3t"   | [0].url: the url of a webhook must begin with http:// or https:// and a host
            "url": "https:///s3cr3t"| [0].url: the url of a webhook must begin with http:// or https:// and a host
            "url": "http://a b/?t=s3cr3t"                  | [0].url: the url of a webhook must be a valid address
            "url": "http://s3cr3t:0"           | [0].url: the url of a webhook must have a port from 1 to 65535
            "url": "https://u:s3cr3t@a.com" | [0].url: the url of a webhook must not have user information; send an \
            Authorization header instead
            """)
    void aHookNeedsAnAddressThatIsOne(String json, String problem) {
        refuses("[{" + json + "}]", problem);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "{}", "\"channel_occupied\"", "{\"channel_occupied\": true}"})
    void aHookNeedsAListOfTypes(String types) {
        refuses(
                "[{" + URL + ", \"event_types\": " + types + "}]",
                "[0].event_types: must be a list of at least one of channel_occupied, channel_vacated, member_added, "
                        + "member_removed, client_event, cache_miss or subscription_count");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "eventTypes": []                     | [0].eventTypes: unknown setting; did you mean event_types?
            "lambda_function": "f"               | [0].lambda_function: unknown setting
            "filter": "presence-"                | [0].filter: must be an object
            "filter": {"starts_with": "a"}       | [0].filter.starts_with: unknown setting
            "filter": {"channelNameEndsWith": 1} | [0].filter.channelNameEndsWith: unknown setting; did you mean \
            channel_name_ends_with?
            "headers": "X-A: s3cr3t"             | [0].headers: must be an object of names and values
            "headers": ["X-A: s3cr3t"]           | [0].headers: must be an object of names and values
            "headers": {"X-A": ["s3cr3t"]}       | [0].headers.X-A: must be text
            "headers": {"X-A": "s3cr3t\\u0000"}  | [0].headers.X-A: the header X-A of a webhook has a character that none \
            may have
            "headers": {"X A": "s3cr3t"}         | [0].headers.X A: not the name of a header: "X A"
            "headers": {"Host": "s3cr3t"}        | [0].headers.Host: a webhook sets the header Host itself
            "headers": {"X-Pusher-Key": "s3cr3t"}| [0].headers.X-Pusher-Key: a webhook sets the header X-Pusher-Key itself
            """)
    void aWrongPieceIsNamedAndNoSecretIsShown(String json, String problem) {
        refuses("[{" + URL + ", " + TYPES + ", " + json + "}]", problem);
    }

    @Test
    void theWrongOneOfSeveralIsNamedByItsNumber() {
        refuses("[{" + URL + ", " + TYPES + "}, 1]", "[1]: must be an object");
        refuses("[{" + URL + ", " + TYPES + "}, {}]", "[1].url: missing");
        refuses(
                "[{" + URL + ", " + TYPES + "}, {" + URL + ", \"event_types\": [\"cache_miss\", null]}]",
                "[1].event_types[1]: must be channel_occupied, channel_vacated, member_added, member_removed, "
                        + "client_event, cache_miss or subscription_count, not null");
    }

    @Test
    void whatIsNoListIsNone() throws Exception {
        for (String json : List.of("{}", "{" + URL + "}", "true", "7")) {
            assertThat(WebhookReader.read(Value.of(json, "webhooks"))).as(json).isEmpty();
            assertThat(WebhookReader.read(new Value(JsonReader.read(json, "f"), Place.of("webhooks"))))
                    .as(json)
                    .isEmpty();
        }
    }

    private static List<Webhook> read(String json) throws ConfigurationException {
        return WebhookReader.read(new Value(JsonReader.read(json, "f"), Place.of("")))
                .orElseThrow();
    }

    private static void refuses(String json, String problem) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(problem);
    }
}
