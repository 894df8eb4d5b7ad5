/** What a server tells the application of, in its process: {@link dev.reverb.event.ServerListener}. */
@org.jspecify.annotations.NullMarked
package dev.reverb.event;
