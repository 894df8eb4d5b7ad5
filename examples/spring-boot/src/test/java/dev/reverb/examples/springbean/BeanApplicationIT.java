package dev.reverb.examples.springbean;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.examples.springboot.RunningApplication;
import dev.reverb.tck.transport.EchoClient;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BeanApplicationIT {

    @Test
    void servesBehindSpringSecurityAndTellsClientsThatItLeaves() throws Exception {
        RunningApplication application = new RunningApplication(BeanApplication.class, "--reverb.enabled=false");
        try {
            EchoClient client = EchoClient.connect(application.socket());
            assertThat(client.next()).contains("pusher:connection_established");

            assertThat(application
                            .publisher()
                            .trigger("orders", "OrderShipped", Map.of())
                            .getHttpStatus())
                    .isEqualTo(200);
            assertThat(application.get("/hello").statusCode())
                    .as("everything else is behind Spring Security")
                    .isEqualTo(401);

            application.close();
            assertThat(client.closeCode()).isEqualTo(4200);
        } finally {
            application.close();
        }
    }
}
