/**
 * What the application decides of, in the server's process: {@link dev.reverb.interception.Interceptor}.
 *
 * <pre>
 *   upgrade ── key, origin, limits ──▶ decideConnection ──▶ connection_established
 *   pusher:subscribe ── signature, limits ──▶ decideSubscription ──▶ (the other servers) ──▶ subscription_succeeded
 *   client-… ── may the sender, rates ──▶ decideClientEvent ──▶ the others on the channel
 * </pre>
 */
@org.jspecify.annotations.NullMarked
package dev.reverb.interception;
