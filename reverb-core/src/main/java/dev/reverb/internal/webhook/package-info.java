/**
 * Webhooks: what happens on channels, told to the application's addresses.
 *
 * <pre>
 *   channels' mailboxes          turns of the application, on the scheduler's thread                the sender's threads
 *  ┌───────────┐ Fact  ┌───────────┐    ┌───────┐ event  ┌───────────┐ request  ┌───────────────┐
 *  │ lanes     │ ────▶ │ {@link dev.reverb.internal.webhook.FactInbox} │ ─▶ │ {@link dev.reverb.internal.webhook.Grace} │ ─────▶ │ {@link dev.reverb.internal.webhook.HookQueue} │ ───────▶ │ {@code WebhookSender} │
 *  └───────────┘       └───────────┘    └───────┘   │    └───────────┘ ◀─────── └───────────────┘
 *                                                   └──▶ one for each hook        answer
 * </pre>
 *
 * <p><b>Lanes</b> put a fact into the inbox with its time, and go on. Everything else of an application happens in its {@link
 * dev.reverb.internal.webhook.Turns}, one at a time, so that nothing there is locked.
 *
 * <p><b>Several servers.</b> Then inbox and grace are for what happens on one server only. What happens to all together comes from the
 * back-end with its grace time over, as {@link dev.reverb.internal.webhook.ClusterFacts}: straight to the queues, where it is never joined with
 * others, and keeps its number.
 *
 * <p><b>Order.</b> The facts of a channel stay in the order of its mailbox, except that endings are told when their grace time is over,
 * in the order in which they happened. What is told, replayed, is thus always sound: a beginning and an ending of one thing take turns,
 * and no channel is vacated before its members are gone.
 *
 * <p><b>Bounds.</b> Each step is bounded, and what is past a bound is dropped and counted: the inbox (the newest, since it is on a lane), a
 * hook's queue (the oldest, since what comes later says more of how things are). The grace time needs no dropping: where too much is held, the oldest is told early.
 */
@org.jspecify.annotations.NullMarked
package dev.reverb.internal.webhook;
