package dev.reverb.engine.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.application.Application;
import dev.reverb.application.ClientEventPolicy;
import dev.reverb.application.Webhook;
import dev.reverb.channel.Member;
import dev.reverb.spi.WebhookRequest;
import dev.reverb.spi.WebhookResponse;
import dev.reverb.tck.InMemoryCluster;
import dev.reverb.tck.PusherClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Webhooks of several servers: what happens to all together is told once, and by one that lives. */
class ClusterFactsTest {

    private static final Application APPLICATION = Application.builder("app-id", "app-key", "app-secret")
            .webhooks(Webhook.to("https://hooks.test/"))
            .webhookBatchTime(Duration.ZERO)
            .acceptClientEventsFrom(ClientEventPolicy.MEMBERS)
            .build();

    private final List<WebhookRequest> sent = new ArrayList<>();
    private int status = 200;

    private final Servers servers = new Servers(
            2,
            APPLICATION,
            server -> server.webhookSender(request -> {
                sent.add(request);
                return CompletableFuture.completedFuture(new WebhookResponse(status, Optional.empty()));
            }));

    @AfterEach
    void stop() {
        status = 200;
        servers.close();
    }

    /** The events told since the last time, of all requests. */
    private List<String> told() {
        List<String> events = new ArrayList<>();
        for (WebhookRequest request : sent) {
            String body = new String(request.body(), UTF_8);
            String list = body.substring(body.indexOf('[') + 1, body.lastIndexOf(']'));
            events.addAll(List.of(list.split("(?<=}),")));
        }
        sent.clear();
        return events;
    }

    private static Member member(String id) {
        return new Member(id, Optional.empty());
    }

    @Test
    void whatHappensToAllTogetherIsToldOnce() {
        PusherClient one = servers.connect(0).subscribe("orders").expectSubscribed("orders");
        PusherClient two = servers.connect(1).subscribe("orders").expectSubscribed("orders");
        servers.advance(Duration.ofSeconds(1));
        assertThat(told()).containsExactly("{\"name\":\"channel_occupied\",\"channel\":\"orders\"}");
        one.socket().vanish();
        servers.advance(Duration.ofSeconds(10));
        assertThat(told()).isEmpty();
        two.socket().vanish();
        servers.advance(Duration.ofSeconds(10));
        assertThat(told()).containsExactly("{\"name\":\"channel_vacated\",\"channel\":\"orders\"}");
    }

    @Test
    void membersAreToldOnceAndAMoveToAnotherServerNotAtAll() {
        PusherClient one = servers.connect(0).subscribe("presence-room", member("ada"));
        servers.advance(Duration.ofSeconds(1));
        assertThat(told())
                .containsExactly(
                        "{\"name\":\"channel_occupied\",\"channel\":\"presence-room\"}",
                        "{\"name\":\"member_added\",\"channel\":\"presence-room\",\"user_id\":\"ada\"}");
        one.socket().vanish();
        servers.settle();
        PusherClient two = servers.connect(1).subscribe("presence-room", member("ada"));
        servers.advance(Duration.ofSeconds(10));
        assertThat(told()).isEmpty();
        two.socket().vanish();
        servers.advance(Duration.ofSeconds(10));
        assertThat(told())
                .containsExactly(
                        "{\"name\":\"member_removed\",\"channel\":\"presence-room\",\"user_id\":\"ada\"}",
                        "{\"name\":\"channel_vacated\",\"channel\":\"presence-room\"}");
    }

    @Test
    void clientEventsAndCacheMissesAreToldByTheServerWhereTheyHappen() {
        PusherClient one = servers.connect(0).subscribe("private-cache-chat");
        one.nextEvent();
        one.nextEvent();
        PusherClient two = servers.connect(1).subscribe("private-cache-chat");
        servers.advance(Duration.ofSeconds(1));
        assertThat(told())
                .containsExactlyInAnyOrder(
                        "{\"name\":\"channel_occupied\",\"channel\":\"private-cache-chat\"}",
                        "{\"name\":\"cache_miss\",\"channel\":\"private-cache-chat\"}",
                        "{\"name\":\"cache_miss\",\"channel\":\"private-cache-chat\"}");
        one.whisper("private-cache-chat", "client-hello", "{}");
        servers.advance(Duration.ofSeconds(1));
        assertThat(told()).singleElement().asString().contains("client_event", one.socketId());
        two.expectSubscribed("private-cache-chat");
    }

    @Test
    void theNumberOfFactsIsThatOfTheBatchWhoeverSendsIt() {
        status = 500;
        servers.connect(0).subscribe("orders").expectSubscribed("orders");
        servers.advance(Duration.ofSeconds(3));
        assertThat(sent).hasSizeGreaterThan(1);
        String id = sent.get(0).headers().get("X-Reverb-Fact-Id");
        assertThat(sent).allMatch(request -> id.equals(request.headers().get("X-Reverb-Fact-Id")));
        assertThat(id).isEqualTo("fact-1");
        sent.clear();
        servers.kill(0);
        status = 200;
        servers.advance(InMemoryCluster.LEASE.plusSeconds(1));
        assertThat(sent.stream().map(request -> request.headers().get("X-Reverb-Fact-Id")))
                .contains("fact-1");
        servers.advance(Duration.ofSeconds(10));
        assertThat(told()).last().asString().contains("channel_vacated");
    }

    @Test
    void whatAServerCouldNotTellBeforeItsEndIsToldByAnother() {
        status = 500;
        PusherClient client = servers.connect(1).subscribe("orders").expectSubscribed("orders");
        servers.advance(Duration.ofMillis(500));
        servers.server(0).shutdown();
        status = 200;
        sent.clear();
        servers.advance(Duration.ofSeconds(5));
        assertThat(told()).contains("{\"name\":\"channel_occupied\",\"channel\":\"orders\"}");
        client.expectNothing();
    }
}
