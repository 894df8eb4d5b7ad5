/** What pages are told of. */
@NullMarked
package dev.reverb.examples.shop.events;

import org.jspecify.annotations.NullMarked;
