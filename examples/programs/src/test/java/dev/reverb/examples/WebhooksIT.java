package dev.reverb.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.ReverbServer;
import dev.reverb.application.Application;
import dev.reverb.application.Webhook;
import dev.reverb.application.WebhookEventType;
import dev.reverb.spi.WebhookSender;
import dev.reverb.tck.transport.Await;
import dev.reverb.tck.transport.EchoClient;
import dev.reverb.transport.jetty.JettyTransport;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The code of docs/webhooks.md: a server over a socket tells an application over another. */
class WebhooksIT {

    private static final String SUBSCRIBE = "{\"event\":\"pusher:subscribe\",\"data\":{\"channel\":\"orders\"}}";

    private static void subscribeAndLeave(ReverbServer reverb) throws InterruptedException {
        EchoClient client = EchoClient.connect("ws://127.0.0.1:" + reverb.port() + "/app/my-app-key");
        assertThat(client.next()).contains("pusher:connection_established");
        client.send(SUBSCRIBE);
        assertThat(client.next()).contains("subscription_succeeded");
    }

    @Test
    void anApplicationIsTold() throws Exception {
        try (WebhookReceiver receiver = new WebhookReceiver()) {
            String url = receiver.url();
            // [webhooks]
            Application application = Application.builder("my-app-id", "my-app-key", "my-app-secret")
                    .webhooks(
                            Webhook.to(url),
                            Webhook.to("https://audit.example.com/rooms")
                                    .forEvents(WebhookEventType.MEMBER_ADDED, WebhookEventType.MEMBER_REMOVED)
                                    .forChannelsStartingWith("presence-room.")
                                    .withHeader("Authorization", "Bearer my-token"))
                    .webhookGraceTime(Duration.ofSeconds(5))
                    .build();
            // [webhooks]
            try (ReverbServer reverb = ReverbServer.builder()
                    .application(application)
                    .transport(JettyTransport.on("127.0.0.1", 0))
                    .start()) {
                subscribeAndLeave(reverb);
                Await.until("the first batch", () -> !receiver.batches().isEmpty());
                assertThat(receiver.batches().get(0))
                        .endsWith("\"events\":[{\"name\":\"channel_occupied\",\"channel\":\"orders\"}]}");
            }
            assertThat(receiver.batches().get(1))
                    .as("told by the shutdown")
                    .endsWith("\"events\":[{\"name\":\"channel_vacated\",\"channel\":\"orders\"}]}");
        }
    }

    @Test
    void overAnHttpClientOfYourOwn() throws Exception {
        try (WebhookReceiver receiver = new WebhookReceiver()) {
            Application application = Application.builder("my-app-id", "my-app-key", "my-app-secret")
                    .webhooks(Webhook.to(receiver.url()))
                    .build();
            ProxySelector companyProxy = HttpClient.Builder.NO_PROXY;
            // [sender]
            HttpClient client = HttpClient.newBuilder().proxy(companyProxy).build();
            ReverbServer reverb = ReverbServer.builder()
                    .application(application)
                    .transport(JettyTransport.on("127.0.0.1", 0))
                    .webhookSender(WebhookSender.over(client))
                    .start();
            // [sender]
            try (reverb) {
                subscribeAndLeave(reverb);
            }
            assertThat(String.join("", receiver.batches())).contains("channel_occupied", "channel_vacated");
        }
    }
}
