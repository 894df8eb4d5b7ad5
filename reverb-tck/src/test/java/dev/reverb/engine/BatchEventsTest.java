package dev.reverb.engine;

import dev.reverb.tck.Dialogue;
import dev.reverb.tck.ReverbTester;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code POST /apps/{id}/batch_events} (PROTOCOL 6, row 2). */
class BatchEventsTest {

    private final ReverbTester reverb = ReverbTester.start();

    @AfterEach
    void stop() {
        reverb.close();
    }

    @Test
    void theEventsOfABatchAreDeliveredInOrder() {
        Dialogue.play("api/batch-events.txt", reverb);
    }

    @Test
    void aBatchIsPublishedAsAWholeOrNotAtAll() {
        Dialogue.play("api/batch-events-refused.txt", reverb);
    }
}
