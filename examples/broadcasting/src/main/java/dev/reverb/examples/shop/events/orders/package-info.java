/** What pages are told of orders. */
@NullMarked
package dev.reverb.examples.shop.events.orders;

import org.jspecify.annotations.NullMarked;
