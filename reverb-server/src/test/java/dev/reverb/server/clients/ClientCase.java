package dev.reverb.server.clients;

import dev.reverb.ReverbServer;
import dev.reverb.application.Application;
import dev.reverb.server.SelfSigned;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.Parameter;

/** Tests of unmodified clients against servers of their own, on the transport that is the class's parameter. */
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
        return start(new ServerSetup(null, settings, served), 0);
    }

    /** Starts a server of the usual application that takes TLS only. */
    final RunningServer startSecure(SelfSigned certificate, Consumer<ReverbServer.Builder> settings) {
        return start(new ServerSetup(certificate, settings, List.of(RunningServer.APPLICATION)), 0);
    }

    /** Starts a server like another one that was closed, on the same port. */
    final RunningServer restart(RunningServer former) {
        return start(former.setup(), former.port());
    }

    private RunningServer start(ServerSetup setup, int port) {
        return closeLater(RunningServer.start(setup, transport.on(port, setup.certificate())));
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
