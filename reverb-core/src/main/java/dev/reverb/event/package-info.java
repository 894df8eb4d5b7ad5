/**
 * What a server tells the application of, in its process: {@link dev.reverb.event.ServerListener}, and a record for each event.
 *
 * <pre>
 *   {@link dev.reverb.event.ServerEvent}
 *   ├─ {@link dev.reverb.event.ApplicationEvent}
 *   │  ├─ {@link dev.reverb.event.ConnectionEvent}   in the order of each connection
 *   │  ├─ {@link dev.reverb.event.ChannelEvent}      in the order of each channel
 *   │  ├─ {@link dev.reverb.event.EventPublished}
 *   │  └─ {@link dev.reverb.event.RateLimited}
 *   ├─ {@link dev.reverb.event.ConnectionRefused}    its application may not have been found
 *   └─ {@link dev.reverb.event.EventsMissed}
 * </pre>
 */
@org.jspecify.annotations.NullMarked
package dev.reverb.event;
