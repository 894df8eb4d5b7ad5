package dev.reverb.transport.jetty;

import dev.reverb.tck.transport.AllocationKit;
import dev.reverb.tck.transport.TransportUnderTest;

class JettyAllocationKitIT extends AllocationKit {

    @Override
    protected TransportUnderTest create() {
        return JettyUnderTest.plain();
    }
}
