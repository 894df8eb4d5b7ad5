package dev.reverb.engine.interception;

import dev.reverb.interception.ClientEventDecision;
import dev.reverb.interception.ClientEventRequest;
import dev.reverb.interception.ConnectionDecision;
import dev.reverb.interception.ConnectionRequest;
import dev.reverb.interception.Interceptor;
import dev.reverb.interception.SubscriptionDecision;
import dev.reverb.interception.SubscriptionRequest;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Interceptors that override one method each. */
final class Interceptors {

    private Interceptors() {}

    static Interceptor onConnection(Function<ConnectionRequest, CompletionStage<ConnectionDecision>> decide) {
        return new Interceptor() {
            @Override
            public CompletionStage<ConnectionDecision> decideConnection(ConnectionRequest request) {
                return decide.apply(request);
            }
        };
    }

    static Interceptor onSubscription(Function<SubscriptionRequest, CompletionStage<SubscriptionDecision>> decide) {
        return new Interceptor() {
            @Override
            public CompletionStage<SubscriptionDecision> decideSubscription(SubscriptionRequest request) {
                return decide.apply(request);
            }
        };
    }

    static Interceptor onClientEvent(Function<ClientEventRequest, CompletionStage<ClientEventDecision>> decide) {
        return new Interceptor() {
            @Override
            public CompletionStage<ClientEventDecision> decideClientEvent(ClientEventRequest request) {
                return decide.apply(request);
            }
        };
    }
}
