package dev.reverb.engine;

import dev.reverb.application.Application;
import dev.reverb.tck.InMemoryRequest;
import dev.reverb.tck.InMemoryTransport;
import dev.reverb.tck.ManualLane;
import dev.reverb.tck.PusherClient;
import dev.reverb.tck.ReverbTester;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A server of two lanes that a test runs by hand: one has the clients, the other is home to the channels. */
abstract class RaceCase {

    ReverbTester reverb;
    InMemoryTransport transport;
    ManualLane clients;
    ManualLane home;

    @BeforeEach
    void start() {
        start(ReverbTester.APPLICATION);
    }

    final void start(Application application) {
        reverb = ReverbTester.builder().lanes(2).application(application).start();
        transport = reverb.transport();
        clients = transport.lane(0);
        home = transport.lane(1);
    }

    @AfterEach
    void stop() {
        transport.automatic();
        reverb.close();
    }

    final PusherClient connect() {
        return reverb.client(reverb.open(InMemoryRequest.upgrade("/app/app-key?protocol=7"), 0));
    }

    static List<String> events(PusherClient client) {
        List<String> events = new ArrayList<>();
        while (!client.socket().unread().isEmpty()) {
            events.add(client.nextEvent().event());
        }
        return events;
    }
}
