package dev.reverb.server.clients;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Runs a class of tests once for each implementation of a transport. That an implementation does the same where it is
 * mounted is what its own module tests by the kit; here {@link HostIT} looks at what only a host can get wrong.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedClass(name = "{0}")
@EnumSource(names = {"JETTY", "UNDERTOW", "TOMCAT"})
@interface OnEveryTransport {}
