package dev.reverb.transport.undertow;

import dev.reverb.tck.transport.HttpTransportKit;
import dev.reverb.tck.transport.TransportUnderTest;

class SecureUndertowHttpKitIT extends HttpTransportKit {

    @Override
    protected TransportUnderTest create() {
        return UndertowUnderTest.secure();
    }
}
