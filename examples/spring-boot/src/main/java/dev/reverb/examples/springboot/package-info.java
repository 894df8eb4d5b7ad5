/** A shop on Spring Boot: its own routes, its users, and Reverb, all on one port. */
@NullMarked
package dev.reverb.examples.springboot;

import org.jspecify.annotations.NullMarked;
