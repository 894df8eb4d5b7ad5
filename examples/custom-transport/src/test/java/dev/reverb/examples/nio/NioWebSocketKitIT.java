package dev.reverb.examples.nio;

import dev.reverb.tck.transport.ListeningTransport;
import dev.reverb.tck.transport.TransportUnderTest;
import dev.reverb.tck.transport.WebSocketTransportKit;

// [kit]
class NioWebSocketKitIT extends WebSocketTransportKit {
    @Override
    protected TransportUnderTest create() {
        return ListeningTransport.plain(port -> new NioTransport("127.0.0.1", port));
    }
}
// [kit]
