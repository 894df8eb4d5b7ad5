/**
 * Listeners: what happens, told to the application's own code in its process.
 *
 * <pre>
 *   lanes, publishers                                                     reverb-listener-0, -1, …
 *  ┌────────────┐  Notice   ┌──────────┐         ┌─────────────┐        ┌──────────────────────────┐  event
 *  │ it happens │ ────────▶ │ {@link dev.reverb.internal.event.EventHub} │ ──────▶ │ {@link dev.reverb.internal.event.NoticeQueue} │ ─────▶ │ {@link dev.reverb.internal.event.EventFeed}                │ ──────▶ ServerListener
 *  └────────────┘           └──────────┘         └─────────────┘        └──────────────────────────┘
 *                                                 one for each listener that wants it
 * </pre>
 *
 * <p>A lane asks whether a kind of event {@linkplain dev.reverb.internal.event.EventHub#isWanted is wanted}, which is a look at a field, and
 * where it is puts a small {@link dev.reverb.internal.event.Notice} into queues. The event itself, with texts and times, is made on the
 * listener's thread. This package knows none of those that tell it something.
 */
@org.jspecify.annotations.NullMarked
package dev.reverb.internal.event;
