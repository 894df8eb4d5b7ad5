package dev.reverb.engine.interception;

import static java.util.concurrent.CompletableFuture.completedStage;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.interception.ConnectionDecision;
import dev.reverb.interception.ConnectionRequest;
import dev.reverb.interception.Interceptor;
import dev.reverb.tck.PusherClient;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What no interceptor overrides is not asked about: it is done in the lane's turn, as without interceptors. */
class UnaskedTest extends InterceptionCase {

    @Test
    void anInterceptorThatOverridesNothingIsNone() {
        start(new Interceptor() {});
        assertNothingIsAsked(reverb.connect());
    }

    @Test
    void whoDecidesAboutConnectionsIsNotAskedAboutAnythingElse() {
        start(Interceptors.onConnection(request -> completedStage(ConnectionDecision.accept())));
        assertNothingIsAsked(reverb.client(awaitFrame(reverb.open(CONNECT))));
    }

    private void assertNothingIsAsked(PusherClient ada) {
        ada.subscribe("private-a").expectSubscribed("private-a").whisper("private-a", "client-x", "1");
        ada.unsubscribe("private-a").subscribe("private-a").expectSubscribed("private-a");
        assertThat(reverb.clock().pendingTasks()).as("only the sweep").isEqualTo(1);
    }

    /** As applications have them. */
    private abstract static class Base implements Interceptor {

        final AtomicInteger asked = new AtomicInteger();

        @Override
        public CompletionStage<ConnectionDecision> decideConnection(ConnectionRequest request) {
            asked.incrementAndGet();
            return completedStage(ConnectionDecision.accept());
        }
    }

    @Test
    void whatABaseClassOverridesIsAsked() {
        Base inherits = new Base() {};
        start(inherits);
        awaitFrame(reverb.open(CONNECT)).skip();
        assertThat(inherits.asked).hasValue(1);
    }
}
