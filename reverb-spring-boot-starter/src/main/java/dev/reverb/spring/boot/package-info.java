/**
 * What the starter adds to a Spring Boot application: a {@link dev.reverb.ReverbServer} bean, set up by {@code reverb.*}
 * properties, mounted into the servlet container by the filter of {@link dev.reverb.transport.jakarta.JakartaTransport}, and
 * drained before the container stops.
 */
package dev.reverb.spring.boot;
