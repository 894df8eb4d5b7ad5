/** What the shop knows. */
@NullMarked
package dev.reverb.examples.shop.model;

import org.jspecify.annotations.NullMarked;
