package dev.reverb.spring.boot;

import dev.reverb.playground.Playground;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The properties below {@code reverb.playground}. No part of {@link ReverbProperties}, since the standalone server has a
 * variable {@code REVERB_PLAYGROUND}: where that is all that is set, nothing is bound here.
 *
 * @param enabled Whether the playground is served. Needs the dependency reverb-playground.
 * @param path Where its page is, below reverb.path.
 * @param loopbackOnly Whether only browsers on this machine may use it.
 */
@ConfigurationProperties("reverb.playground")
record PlaygroundProperties(
        @DefaultValue("false") boolean enabled,
        @DefaultValue(Playground.DEFAULT_PATH) String path,
        @DefaultValue("true") boolean loopbackOnly) {}
