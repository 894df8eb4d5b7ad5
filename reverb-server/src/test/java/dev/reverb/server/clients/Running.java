package dev.reverb.server.clients;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/** A field for the {@link dev.reverb.test.browser.Browser} or {@link Node}: running before each test, which is skipped where there is none. */
@Target(ElementType.FIELD)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(Programs.class)
@interface Running {}
