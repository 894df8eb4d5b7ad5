/**
 * A shop in plain Java, on one Undertow: its pages hear by laravel-echo what it broadcasts. {@link
 * dev.reverb.examples.shop.ShopServer} puts it together, {@link dev.reverb.examples.shop.Shop} is what it does, and {@link
 * dev.reverb.examples.shop.ShopChannels} says who may listen.
 */
@NullMarked
package dev.reverb.examples.shop;

import org.jspecify.annotations.NullMarked;
