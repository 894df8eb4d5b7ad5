/** Load runs. */
@NullMarked
package dev.reverb.benchmarks;

import org.jspecify.annotations.NullMarked;
