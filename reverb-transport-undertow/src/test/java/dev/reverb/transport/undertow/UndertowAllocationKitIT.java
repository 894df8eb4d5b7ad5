package dev.reverb.transport.undertow;

import dev.reverb.tck.transport.AllocationKit;
import dev.reverb.tck.transport.TransportUnderTest;

class UndertowAllocationKitIT extends AllocationKit {

    @Override
    protected TransportUnderTest create() {
        return UndertowUnderTest.plain();
    }
}
