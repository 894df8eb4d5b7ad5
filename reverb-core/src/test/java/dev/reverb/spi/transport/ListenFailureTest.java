package dev.reverb.spi.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.BindException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import org.junit.jupiter.api.Test;

class ListenFailureTest {

    private static String of(Exception cause) {
        IOException told = ListenFailure.exception("example.test", 443, cause);
        assertThat(told).hasCause(cause);
        return told.getMessage();
    }

    @Test
    void saysWhatIsWrongWithTheHostOrThePort() {
        assertThat(of(new BindException("Address already in use")))
                .isEqualTo("Port 443 on example.test is already in use");
        assertThat(of(new BindException("Cannot assign requested address")))
                .isEqualTo("example.test is not an address of this machine");
        assertThat(of(new SocketException("Permission denied")))
                .isEqualTo("Port 443 on example.test may not be used by this process");
        assertThat(of(new UnresolvedAddressException())).isEqualTo("The host example.test is unknown");
        assertThat(of(new UnknownHostException("example.test"))).isEqualTo("The host example.test is unknown");
        assertThat(of(new SocketException("Too many open files")))
                .isEqualTo("Port 443 on example.test cannot be bound: Too many open files");
    }

    @Test
    void looksIntoWrappers() {
        Exception wrapped = new IllegalStateException(new IOException("Failed to bind", new BindException("In use")));
        assertThat(of(wrapped)).isEqualTo("Port 443 on example.test is already in use");
    }
}
