package dev.reverb.spring.boot;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;
import org.springframework.util.unit.DataSize;

/**
 * The properties below {@code reverb}. Their names are those of the standalone server's settings, and a time or size without
 * a unit is seconds or bytes as there. Where 0 is a limit's default, it means that there is none.
 *
 * @param enabled Whether Reverb is part of the application.
 * @param app The application that is served, where it is only one.
 * @param apps The applications that are served, where there are several.
 * @param path Prefix before all paths of Reverb.
 * @param claimUp Whether Reverb answers /up, although it has no prefix.
 * @param maxRequestSize Largest body of a request to the HTTP API.
 * @param requestTimeout How long a request to the HTTP API may wait, for its body or to be admitted.
 * @param drainDelay How long a stopping server goes on accepting while its health says that it is leaving.
 * @param drainTimeout Over how long the closing of many connections is spread at a stop. 0 closes all at once.
 * @param maxConnectionsPerAddress Connections of one IP address. 0 is no limit.
 * @param maxOutboundTotal Bytes that may wait for all connections together. A quarter of the heap by default.
 * @param maxPendingEvents Events that each lane takes before they are fanned out. Further ones wait.
 * @param maxPendingListenerEvents Events that may wait for each ServerListener bean. Further ones are dropped, counted and told as missed.
 * @param interceptorTimeout How long the Interceptor beans may take for one decision, all together.
 * @param applicationCheckInterval How often an ApplicationProvider is asked whether the applications of open connections still exist.
 * @param compression Whether clients that offer compression get it.
 */
@ConfigurationProperties("reverb")
record ReverbProperties(
        @DefaultValue("true") boolean enabled,
        @NestedConfigurationProperty @Nullable ApplicationProperties app,
        @DefaultValue List<ApplicationProperties> apps,
        @DefaultValue("") String path,
        @DefaultValue("false") boolean claimUp,
        @DefaultValue("262144B") DataSize maxRequestSize,

        @DefaultValue("10s") @DurationUnit(ChronoUnit.SECONDS)
        Duration requestTimeout,

        @DefaultValue("0s") @DurationUnit(ChronoUnit.SECONDS)
        Duration drainDelay,

        @DefaultValue("15s") @DurationUnit(ChronoUnit.SECONDS)
        Duration drainTimeout,

        @DefaultValue("0") int maxConnectionsPerAddress,
        @Nullable DataSize maxOutboundTotal,
        @DefaultValue("16384") int maxPendingEvents,
        @DefaultValue("65536") int maxPendingListenerEvents,

        @DefaultValue("5s") @DurationUnit(ChronoUnit.SECONDS)
        Duration interceptorTimeout,

        @DefaultValue("5s") @DurationUnit(ChronoUnit.SECONDS)
        Duration applicationCheckInterval,

        @DefaultValue("false") boolean compression) {}
