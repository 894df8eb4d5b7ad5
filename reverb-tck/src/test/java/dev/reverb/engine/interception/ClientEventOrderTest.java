package dev.reverb.engine.interception;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.interception.ClientEventDecision;
import dev.reverb.interception.ClientEventRequest;
import dev.reverb.tck.PusherClient;
import dev.reverb.tck.ReceivedEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Many client events of many senders on many channels, whose answers come in any order. */
class ClientEventOrderTest extends InterceptionCase {

    private static final long SEED = 8;
    private static final int SENDERS = 5;
    private static final int CHANNELS = 4;
    private static final int EVENTS = 1_000;

    private final Random random = new Random(SEED);
    private final Held<ClientEventRequest, ClientEventDecision> held = new Held<>();
    private final List<Held.Asked<ClientEventRequest, ClientEventDecision>> open = new ArrayList<>();

    private static String channel(int number) {
        return "private-" + number;
    }

    @Test
    void arriveInTheirSendersOrderOnEachChannel() {
        start(Interceptors.onClientEvent(held::hold));
        PusherClient listener = reverb.connect();
        List<PusherClient> senders = new ArrayList<>();
        for (int i = 0; i < SENDERS; i++) {
            senders.add(reverb.connect());
        }
        for (int i = 0; i < CHANNELS; i++) {
            for (PusherClient client : senders) {
                client.subscribe(channel(i)).expectSubscribed(channel(i));
            }
            listener.subscribe(channel(i)).expectSubscribed(channel(i));
        }

        int[][] sent = new int[SENDERS][CHANNELS];
        int answered = 0;
        for (int i = 0; i < EVENTS; i++) {
            int sender = random.nextInt(SENDERS);
            int channel = random.nextInt(CHANNELS);
            senders.get(sender)
                    .whisper(channel(channel), "client-" + sender, Integer.toString(sent[sender][channel]++));
            if (random.nextInt(4) == 0) {
                answered += answerSome();
            }
        }
        while (answered < EVENTS) {
            if (open.isEmpty()) {
                open.add(held.next());
            }
            answered += answerSome();
        }
        reverb.transport().settle();

        int[][] received = new int[SENDERS][CHANNELS];
        for (int i = 0; i < EVENTS; i++) {
            ReceivedEvent event = listener.nextEvent();
            int sender = Integer.parseInt(event.event().substring("client-".length()));
            int channel = Integer.parseInt(event.channel().orElseThrow().substring("private-".length()));
            assertThat(event.data()).isEqualTo(Integer.toString(received[sender][channel]++));
        }
        listener.expectNothing();
        assertThat(received).isDeepEqualTo(sent);
    }

    /** Answers some of those that have been asked, in any order. */
    private int answerSome() {
        while (held.waiting() > 0) {
            open.add(held.next());
        }
        int some = random.nextInt(open.size() + 1);
        for (int i = 0; i < some; i++) {
            open.remove(random.nextInt(open.size())).answer(ClientEventDecision.accept());
        }
        reverb.transport().settle();
        return some;
    }
}
