/** What customers are told of on any page. */
@NullMarked
package dev.reverb.examples.shop.notifications;

import org.jspecify.annotations.NullMarked;
