package dev.reverb.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReachTest {

    @Test
    void withoutTls() {
        Reach reach = new Reach("0.0.0.0", 8080, "", Optional.of("ws.example.com"), false);
        assertThat(reach.listening()).isEqualTo("http://0.0.0.0:8080");
        assertThat(reach.pageUrl()).isEqualTo("http://localhost:8080/");
        assertThat(reach.echo("k")).isEqualTo("""
                new Echo({
                  broadcaster: 'reverb',
                  key: 'k',
                  wsHost: 'localhost',
                  wsPort: 8080,
                  forceTLS: false,
                  enabledTransports: ['ws', 'wss'],
                });""");
    }

    @Test
    void withTlsAndAPath() {
        Reach reach = new Reach("::", 8443, "/ws", Optional.of("shop.test"), true);
        assertThat(reach.listening()).isEqualTo("https://[::]:8443/ws");
        assertThat(reach.pageUrl()).isEqualTo("https://shop.test:8443/ws/");
        assertThat(reach.echo("k")).contains("wsHost: 'shop.test'", "wssPort: 8443", "wsPath: '/ws'", "forceTLS: true");
    }

    @Test
    void onOneAddress() {
        assertThat(new Reach("192.0.2.7", 1, "", Optional.empty(), false).pageUrl())
                .isEqualTo("http://192.0.2.7:1/");
        assertThat(new Reach("::1", 1, "", Optional.empty(), true).pageUrl()).isEqualTo("https://[::1]:1/");
    }
}
