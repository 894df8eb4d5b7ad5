package dev.reverb.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.ReverbServer;
import dev.reverb.application.Application;
import dev.reverb.channel.Member;
import dev.reverb.tck.PusherMessage;
import dev.reverb.tck.ReceivedEvent;
import dev.reverb.tck.transport.Await;
import dev.reverb.tck.transport.EchoClient;
import dev.reverb.transport.jetty.JettyTransport;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The code of docs/listeners.md: a server over a socket tells its application in the process. */
class ListenersIT {

    private static final Application APPLICATION = Application.of("my-app-id", "my-app-key", "my-app-secret");

    @Test
    void anApplicationIsTold() throws Exception {
        // [start]
        WhoIsOnline online = new WhoIsOnline();
        ReverbServer reverb = ReverbServer.builder()
                .application(APPLICATION)
                .transport(JettyTransport.on("127.0.0.1", 0))
                .listener(online)
                .start();
        // [start]
        try (reverb) {
            EchoClient client = EchoClient.connect("ws://127.0.0.1:" + reverb.port() + "/app/my-app-key");
            String socketId =
                    ReceivedEvent.parse(client.next()).field("socket_id").orElseThrow();
            String ada = PusherMessage.channelData(new Member("ada", Optional.empty()));
            client.send(PusherMessage.subscribe(APPLICATION, socketId, "presence-room", ada));
            Await.until("the user to be seen", () -> online.lastSeen().containsKey("ada"));
        }
        assertThat(online.lastSeen()).containsOnlyKeys("ada");
    }
}
