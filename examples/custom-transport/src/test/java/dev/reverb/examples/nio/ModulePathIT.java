package dev.reverb.examples.nio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.spi.transport.Transport;
import dev.reverb.tck.transport.WebSocketTransportKit;
import org.junit.jupiter.api.Test;

/** The kits beside this test run as any author's would: on the module path, with nothing of the engine's inside in sight. */
class ModulePathIT {

    private static final Module ENGINE = Transport.class.getModule();

    @Test
    void everythingIsANamedModule() {
        assertThat(getClass().getModule()).hasToString("module dev.reverb.examples.nio");
        assertThat(NioTransport.class.getModule()).isSameAs(getClass().getModule());
        assertThat(WebSocketTransportKit.class.getModule()).hasToString("module dev.reverb.tck");
        assertThat(ENGINE).hasToString("module dev.reverb.core");
    }

    @Test
    void theEnginesInternalsCannotBeReached() {
        assertThat(ENGINE.getPackages())
                .filteredOn(name -> name.startsWith("dev.reverb.internal"))
                .isNotEmpty()
                .allSatisfy(name -> {
                    assertThat(ENGINE.isExported(name, getClass().getModule())).isFalse();
                    assertThat(ENGINE.isOpen(name, getClass().getModule())).isFalse();
                });
    }
}
