package dev.reverb.examples.shop.events;

import dev.reverb.broadcasting.EncryptedPrivateChannel;
import dev.reverb.broadcasting.ShouldBroadcast;
import dev.reverb.broadcasting.ShouldRescue;
import java.util.List;
import java.util.Map;

/** An order is paid. The server that passes it on cannot read it; and should it not be told, the payment still stands. */
// [encrypted]
public record PaymentReceived(long order, String card) implements ShouldBroadcast, ShouldRescue {
    @Override
    public List<EncryptedPrivateChannel> broadcastOn() {
        return List.of(new EncryptedPrivateChannel("payments." + order));
    }

    @Override
    public Object broadcastWith() {
        return Map.of("card", card);
    }
}
// [encrypted]
