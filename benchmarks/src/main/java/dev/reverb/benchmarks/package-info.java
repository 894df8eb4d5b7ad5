/**
 * Load runs.
 *
 * <pre>
 *   Benchmarks ── RunOptions ── Row (what is measured) ── Bench ─┬─ ServerProcess   the first core: Serve, or the limit
 *       │                                                        └─ Generator       the second one: ours, or swarm
 *       └── Environment, Results ── Markdown and JSON
 * </pre>
 */
@NullMarked
package dev.reverb.benchmarks;

import org.jspecify.annotations.NullMarked;
