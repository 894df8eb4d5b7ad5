/**
 * Channels: who is subscribed, who is present, what is kept, and the way of a frame to every subscriber.
 *
 * <pre>
 *                          home lane                                  each lane
 *   join, leave,   ┌──────────────────────┐  Delivery, Join,  ┌────────────────────────┐
 *   publish,  ───▶ │ {@link dev.reverb.internal.channels.Channel} (its mailbox)  │ ────────────────▶ │ {@link dev.reverb.internal.channels.Segment} (log, array) │ ─▶ connections
 *   whisper        │ roster, kept event   │  Leave, Fence     │ batches, slices        │
 *                  └──────────────────────┘                   └────────────────────────┘
 * </pre>
 *
 * <p><b>Order.</b> A channel's tasks run one at a time on its home lane, in the order of its lane's inbox. Each task appends to the
 * logs of the segments concerned, so every segment's log is a prefix-consistent copy of one order: a subscriber sees the
 * channel's events in that order, its {@code subscription_succeeded} at the place of its join, and nothing from before or
 * after its membership.
 *
 * <p><b>No ghosts.</b> A connection's lane records a subscription before it posts the join, and when the connection goes, posts a
 * leave for every one recorded. Both go through the same inbox, so the leave comes after the join, whatever happened in
 * between.
 *
 * <p><b>Users.</b> A signed-in user is a channel, too, {@link dev.reverb.internal.channels.UserChannel}: signing in subscribes to it, its first
 * subscription makes the user come online and its last go offline. Whoever watches is told by a {@link
 * dev.reverb.internal.channels.WatcherSegment} on each lane, in the order of that mailbox; a {@link
 * dev.reverb.internal.channels.Watchlist} puts the answers of several together.
 *
 * <p><b>Facts.</b> What a step of the mailbox changes for the outside it tells the application's {@link
 * dev.reverb.internal.channels.FactSink} in that step: once, and in the channel's order.
 *
 * <p><b>Other servers.</b> Where there are some, every channel is a {@link dev.reverb.internal.channels.ClusterChannel}, and the bus
 * says in which order things happen; a {@link dev.reverb.internal.channels.ClusterLink} is the way there and back.
 *
 * <pre>
 *   publish, whisper ──▶ ┌─────┐ event, member, count          ┌─────────────────────────────┐
 *   member, count    ──▶ │ bus │ ────────────────────▶ inbox ─▶│ the mailbox of {@code ClusterChannel} │ ─▶ as above
 *                        └─────┘                               └─────────────────────────────┘
 * </pre>
 *
 * <p><b>Retirement.</b> A channel that nobody is on or watches and that keeps nothing retires, but only after a {@link dev.reverb.internal.channels.Fence} has come
 * back from every segment: then no old frame can be overtaken by a new channel's.
 */
@org.jspecify.annotations.NullMarked
package dev.reverb.internal.channels;
