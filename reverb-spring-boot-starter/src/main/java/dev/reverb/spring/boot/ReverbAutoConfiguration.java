package dev.reverb.spring.boot;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Import;

/**
 * The applications, the server that serves them, and its end: in this order, since each looks for the beans before it.
 *
 * <p>The server is started as a bean, so that everything else may use it; a mounted one is reached by nobody before the web
 * server has opened its port. There is none without a {@link dev.reverb.spi.transport.Transport} bean, which in a servlet
 * application {@link ReverbServletAutoConfiguration} adds.
 */
@AutoConfiguration(after = {ReverbServletAutoConfiguration.class, ReverbMetricsAutoConfiguration.class})
@ConditionalOnBooleanProperty(name = "reverb.enabled", matchIfMissing = true)
@EnableConfigurationProperties(ReverbProperties.class)
@Import({ApplicationConfiguration.class, ServerConfiguration.class, LifecycleConfiguration.class})
@SuppressWarnings("exports") // Of the annotations, for Spring.
public class ReverbAutoConfiguration {

    /** For Spring. */
    public ReverbAutoConfiguration() {}
}
