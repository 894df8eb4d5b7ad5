/** Reverb in a Spring Boot application by beans of its own, without the starter. */
@NullMarked
package dev.reverb.examples.springbean;

import org.jspecify.annotations.NullMarked;
