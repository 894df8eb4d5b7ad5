package dev.reverb.examples.springbean;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.examples.springboot.RunningApplication;
import dev.reverb.examples.springboot.Socket;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BeanApplicationIT {

    @Test
    void servesBehindSpringSecurityAndTellsClientsThatItLeaves() throws Exception {
        RunningApplication application = new RunningApplication(BeanApplication.class, "--reverb.enabled=false");
        try {
            Socket socket = new Socket(application.socket());

            assertThat(application
                            .publisher()
                            .trigger("orders", "OrderShipped", Map.of())
                            .getHttpStatus())
                    .isEqualTo(200);
            assertThat(application.get("/hello").statusCode())
                    .as("everything else is behind Spring Security")
                    .isEqualTo(401);

            application.close();
            assertThat(socket.closeCode()).isEqualTo(4200);
        } finally {
            application.close();
        }
    }
}
