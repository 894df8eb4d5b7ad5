package dev.reverb.engine.facts;

import static dev.reverb.engine.ChannelHomes.homedOn;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.application.Application;
import dev.reverb.application.ClientEventPolicy;
import dev.reverb.application.WebhookEventType;
import dev.reverb.channel.ChannelName;
import dev.reverb.internal.FactServer;
import dev.reverb.internal.channels.Fact;
import dev.reverb.tck.ClientFrame;
import dev.reverb.tck.Framing;
import dev.reverb.tck.PusherMessage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What channels tell of client events: those that are accepted, with their data as the hooks of Pusher have it. */
class ClientEventFactTest {

    private final FactRecorder facts = new FactRecorder((type, channel) -> type == WebhookEventType.CLIENT_EVENT);

    private FactServer start(ClientEventPolicy policy) {
        Application application = Application.builder("app-id", "app-key", "app-secret")
                .acceptClientEventsFrom(policy)
                .build();
        FactServer server = new FactServer(application, 2, Framing.RAW);
        server.tell(facts);
        return server;
    }

    private static Fact said(FactClient sender, String channel, @Nullable String data, @Nullable String userId) {
        return new Fact.ClientEvent(ChannelName.of(channel), "client-said", data, sender.socketId(), userId);
    }

    private void assertTold(Fact... expected) {
        assertThat(facts.take()).containsExactly(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u0001',
            value = {
                "\"plain\"|plain",
                "\"{\\\"a\\\":\\u00e9}\"|{\"a\":é}",
                "\"\"|",
                "{\"a\": [1, \"\\n\"]}|{\"a\": [1, \"\\n\"]}",
                "42|42",
                "null|null",
                "\"€ 😀\"|€ 😀"
            })
    void aStringIsToldAsWhatItHoldsAndAnythingElseAsItCame(String sent, @Nullable String told) {
        FactClient ada = new FactClient(start(ClientEventPolicy.MEMBERS), 0);
        ada.subscribe("private-chat").whisper("private-chat", sent);
        assertTold(said(ada, "private-chat", told == null ? "" : told, null));
    }

    @Test
    void noDataIsNone() {
        FactClient ada = new FactClient(start(ClientEventPolicy.MEMBERS), 1);
        ada.subscribe("private-chat").send("{\"event\":\"client-said\",\"channel\":\"private-chat\"}");
        assertTold(said(ada, "private-chat", null, null));
    }

    @Test
    void theUserIsToldOnPresenceChannels() {
        FactClient ada = new FactClient(start(ClientEventPolicy.MEMBERS), 1);
        ada.subscribe("presence-room", "7").whisper("presence-room", "\"hi\"");
        assertTold(said(ada, "presence-room", "hi", "7"));
    }

    @Test
    void severalOfOneSegmentAreToldApartAndInOrder() {
        FactClient ada = new FactClient(start(ClientEventPolicy.MEMBERS), 0);
        ada.subscribe("private-chat");
        ada.socket()
                .send(
                        ClientFrame.text(PusherMessage.whisper("private-chat", "client-said", "\"one\"")),
                        ClientFrame.text(PusherMessage.whisper("private-chat", "client-said", "[2]")),
                        ClientFrame.text(PusherMessage.whisper("private-chat", "client-said", "\"three\"")));
        assertTold(
                said(ada, "private-chat", "one", null),
                said(ada, "private-chat", "[2]", null),
                said(ada, "private-chat", "three", null));
    }

    @Test
    void onAPublicChannelAnyoneIsToldOfEvenWhereNobodyListens() {
        FactServer server = start(ClientEventPolicy.ALL);
        FactClient ada = new FactClient(server, 0);
        FactClient bob = new FactClient(server, 1);
        ada.whisper("news", "1");
        assertTold(said(ada, "news", "1", null));
        bob.subscribe("news");
        ada.whisper("news", "2");
        bob.whisper("news", "3");
        assertTold(said(ada, "news", "2", null), said(bob, "news", "3", null));
    }

    @ParameterizedTest
    @CsvSource({"MEMBERS,news", "ALL,private-encrypted-chat", "NONE,private-chat"})
    void whatIsRefusedIsNotTold(ClientEventPolicy policy, String channel) {
        FactClient ada = new FactClient(start(policy), 0);
        ada.subscribe(channel).whisper(channel, "1");
        assertTold();
    }

    @Test
    void whatComesFromOutsideIsNotTold() {
        FactServer server = start(ClientEventPolicy.ALL);
        FactClient ada = new FactClient(server, 0);
        ada.whisper("private-chat", "1").whisper("presence-room", "1");
        new FactClient(server, 1).subscribe("private-chat");
        ada.whisper("private-chat", "2");
        assertTold();
    }

    @Test
    void whatIsSaidInAChannelWhoseJoinIsRefusedIsNotTold() {
        Application full = Application.builder("app-id", "app-key", "app-secret")
                .maxPresenceMembers(1)
                .build();
        FactServer server = new FactServer(full, 2, Framing.RAW);
        server.tell(facts);
        new FactClient(server, 0).subscribe("presence-room", "1");
        FactClient late = new FactClient(server, 1);
        server.transport().manual();
        late.subscribe("presence-room", "2").whisper("presence-room", "1");
        server.transport().automatic();
        assertTold();
    }

    @Test
    void whetherItIsWantedIsAskedAgainWhenItIsAccepted() {
        FactServer server = start(ClientEventPolicy.MEMBERS);
        FactClient ada = new FactClient(server, 0);
        String channel = homedOn(1, "private-");
        ada.subscribe(channel);
        server.transport().manual();
        ada.whisper(channel, "1");
        server.transport().lane(0).runAll();
        FactRecorder none = new FactRecorder((type, name) -> false);
        server.tell(none);
        server.transport().automatic();
        assertTold();
        assertThat(none.take()).isEmpty();
    }
}
