/** What the shop's pages are told of. */
@NullMarked
package dev.reverb.examples.springboot.events;

import org.jspecify.annotations.NullMarked;
