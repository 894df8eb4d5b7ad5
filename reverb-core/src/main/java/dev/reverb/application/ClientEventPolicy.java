package dev.reverb.application;

/** From whom an application accepts client events; the setting {@code accept_client_events_from}. */
public enum ClientEventPolicy {
    /** From the subscribers of private and presence channels, and from anyone, subscribed or not, on public ones. */
    ALL,
    /** From the subscribers of private and presence channels. */
    MEMBERS,
    /** From nobody. */
    NONE
}
