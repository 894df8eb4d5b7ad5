/** The words of the Pusher Channels protocol as values: channel names and types, socket ids, presence members. */
@org.jspecify.annotations.NullMarked
package dev.reverb.channel;
