package dev.reverb.server.clients;

import dev.reverb.ReverbServer;
import dev.reverb.application.Application;
import dev.reverb.spi.transport.TlsCertificate;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests of unmodified clients against servers of their own, once on every transport. */
@ParameterizedClass(name = "{0}")
@EnumSource
abstract class ClientCase {

    @Parameter
    ServerTransport transport;

    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    /** Starts a server of some applications, or of the usual one. */
    final RunningServer start(Application... applications) {
        return start(settings -> {}, applications);
    }

    /** Starts a server with settings of the test's own. */
    final RunningServer start(Consumer<ReverbServer.Builder> settings, Application... applications) {
        List<Application> served =
                applications.length == 0 ? List.of(RunningServer.APPLICATION) : List.of(applications);
        return closeLater(RunningServer.start(new ServerSetup("http", settings, served), transport.on(0)));
    }

    /** Starts a server of the usual application that takes TLS only. */
    final RunningServer startSecure(TlsCertificate certificate, Consumer<ReverbServer.Builder> settings) {
        ServerSetup setup = new ServerSetup("https", settings, List.of(RunningServer.APPLICATION));
        return closeLater(RunningServer.start(setup, transport.secureOn(0, certificate)));
    }

    /** Starts a server like another one that was closed, on the same port. */
    final RunningServer restart(RunningServer former) {
        return closeLater(RunningServer.start(former.setup(), transport.on(former.port())));
    }

    /** What a test opens is closed after it, the last first: clients before their server. */
    final <T extends AutoCloseable> T closeLater(T closeable) {
        open.push(closeable);
        return closeable;
    }

    @AfterEach
    final void closeAll() throws Exception {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }
}
