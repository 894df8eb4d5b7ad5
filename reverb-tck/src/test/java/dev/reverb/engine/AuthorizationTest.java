package dev.reverb.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.application.Application;
import dev.reverb.tck.PusherAuth;
import dev.reverb.tck.PusherClient;
import dev.reverb.tck.ReverbTester;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which signatures let a connection into a channel: PROTOCOL.md, section 3. */
class AuthorizationTest {

    private static final Application APPLICATION = ReverbTester.APPLICATION;
    private static final Application OTHER = Application.of("other-id", "other-key", "other-secret");
    private static final Application SAME_KEY = Application.of("x", APPLICATION.key(), "guessed-secret");
    private static final Application SAME_SECRET = Application.of("x", "guessed-key", APPLICATION.secret());
    private static final String CHANNEL = "private-orders";
    private static final String USER_7 = "{\"user_id\":\"7\"}";
    private static final String USER_8 = "{\"user_id\":\"8\"}";

    private ReverbTester reverb;
    private PusherClient ada;
    private String own;

    @BeforeEach
    void connect() {
        reverb = ReverbTester.start(APPLICATION, OTHER);
        ada = reverb.connect();
        own = ada.socketId();
    }

    @AfterEach
    void stop() {
        reverb.close();
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\"", "\\\"") + "\"";
    }

    private static String subscribe(String channel, String auth, String channelData) {
        return "{\"event\":\"pusher:subscribe\",\"data\":{\"channel\":\"" + channel + "\",\"auth\":" + auth
                + (channelData == null ? "" : ",\"channel_data\":" + quoted(channelData)) + "}}";
    }

    private void isRefused(String channel, String auth, String channelData) {
        ada.send(subscribe(channel, auth, channelData));
        ada.expectSubscriptionError(channel).expectError(4009).expectNothing();
        assertThat(reverb.await(reverb.server().channels(APPLICATION.id(), ""))).isEmpty();
    }

    @Test
    void theSignatureOfThisConnectionAndChannelLetsIn() {
        ada.send(subscribe(CHANNEL, quoted(PusherAuth.channel(APPLICATION, own, CHANNEL)), null))
                .expectSubscribed(CHANNEL);
    }

    @Test
    void channelDataIsPartOfTheSignatureOnEveryTypeOfChannel() {
        ada.send(subscribe(CHANNEL, quoted(PusherAuth.channel(APPLICATION, own, CHANNEL, "any text")), "any text"))
                .expectSubscribed(CHANNEL);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "7",
                "true",
                "{}",
                "[\"app-key:\"]",
                "\"\"",
                "\":\"",
                "\"app-key\"",
                "\"app-key:\"",
                "\"app-key:null\"",
                "\"app-key:0000000000000000000000000000000000000000000000000000000000000000\"",
                "\"\\u0000\\ud800é\""
            })
    void whatIsNoSignatureIsRefused(String auth) {
        isRefused(CHANNEL, auth, null);
    }

    @ParameterizedTest
    @MethodSource("dev.reverb.engine.SpoiledAuth#ways")
    void aSpoiledSignatureIsRefused(UnaryOperator<String> way) {
        isRefused(CHANNEL, quoted(way.apply(PusherAuth.channel(APPLICATION, own, CHANNEL))), null);
    }

    @Test
    void aSignatureForAnotherConnectionIsRefused() {
        String other = reverb.connect().socketId();
        isRefused(CHANNEL, quoted(PusherAuth.channel(APPLICATION, other, CHANNEL)), null);
    }

    @Test
    void aSignatureForAnotherChannelIsRefused() {
        isRefused(CHANNEL, quoted(PusherAuth.channel(APPLICATION, own, "private-order")), null);
        isRefused("private-encrypted-orders", quoted(PusherAuth.channel(APPLICATION, own, CHANNEL)), null);
    }

    @Test
    void aSignatureOfAnotherApplicationIsRefused() {
        for (Application application : new Application[] {OTHER, SAME_KEY, SAME_SECRET}) {
            isRefused(CHANNEL, quoted(PusherAuth.channel(application, own, CHANNEL)), null);
        }
    }

    @Test
    void aSignatureForOtherChannelDataIsRefused() {
        String channel = "presence-room";
        isRefused(channel, quoted(PusherAuth.channel(APPLICATION, own, channel, USER_7)), USER_8);
        isRefused(channel, quoted(PusherAuth.channel(APPLICATION, own, channel)), USER_7);
        isRefused(channel, quoted(PusherAuth.channel(APPLICATION, own, channel, "")), USER_7);
        isRefused(channel, quoted(PusherAuth.channel(APPLICATION, own, channel, USER_7)), USER_7 + " ");
        isRefused(CHANNEL, quoted(PusherAuth.channel(APPLICATION, own, CHANNEL, USER_7)), null);
        isRefused(CHANNEL, quoted(PusherAuth.channel(APPLICATION, own, CHANNEL)), USER_7);
    }

    @Test
    void aSignatureThatFitsAnotherSplitOfItsTextIsRefused() {
        // "private-a" with "b" and "private-a:b" without data are signed as the same text; but the latter is no name.
        ada.send(subscribe("private-a:b", quoted(PusherAuth.channel(APPLICATION, own, "private-a", "b")), null));
        ada.expectSubscriptionError("private-a:b").expectNothing();
    }

    @Test
    void applicationsDoNotShareTheirChannels() {
        PusherClient eve = reverb.connect(OTHER);
        ada.subscribe("orders").expectSubscribed("orders");
        eve.subscribe("orders").expectSubscribed("orders");
        ada.subscribe("presence-room", USER_7).expectSubscribed("presence-room");
        eve.subscribe("presence-room", USER_7).expectSubscribed("presence-room");
        reverb.publish("orders", "OrderShipped", "1");
        ada.expect("OrderShipped", "orders", "1").expectNothing();
        eve.expectNothing();
    }
}
