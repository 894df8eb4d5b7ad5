package dev.reverb.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.ReverbServer;
import dev.reverb.examples.tomcat.OrdersListener;
import dev.reverb.tck.transport.EchoClient;
import java.nio.file.Path;
import org.apache.catalina.Context;
import org.apache.catalina.servlets.DefaultServlet;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.websocket.server.WsSci;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A web application as it is deployed, where the container is the one that starts and stops. */
class WebApplicationIT {

    @Test
    void theListenerServesAndSaysGoodbye(@TempDir Path folder) throws Exception {
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(folder.toString());
        tomcat.setPort(0);
        tomcat.getConnector();
        Context context = tomcat.addContext("/shop", null);
        context.addServletContainerInitializer(new WsSci(), null);
        context.addServletContainerInitializer(
                (classes, application) ->
                        application.addServlet("default", new DefaultServlet()).addMapping("/"),
                null);
        context.addApplicationListener(OrdersListener.class.getName());
        tomcat.start();

        EchoClient client;
        try {
            int port = tomcat.getConnector().getLocalPort();
            client = EchoClient.connect("ws://127.0.0.1:" + port + "/shop/app/my-app-key");
            assertThat(client.next()).contains("pusher:connection_established");
            client.send("{\"event\":\"pusher:subscribe\",\"data\":{\"channel\":\"orders\"}}");
            assertThat(client.next()).contains("subscription_succeeded");
            ReverbServer reverb = (ReverbServer) context.getServletContext().getAttribute(OrdersListener.REVERB);
            reverb.publish("my-app-id", "orders", "OrderShipped", "{\"id\":42}");
            assertThat(client.next()).contains("OrderShipped");
        } finally {
            tomcat.stop();
            tomcat.destroy();
        }
        assertThat(client.closeCode()).isEqualTo(4200);
    }
}
