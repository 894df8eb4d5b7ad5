package dev.reverb.event;

/** Something that has happened to one application. */
public sealed interface ApplicationEvent extends ServerEvent
        permits ConnectionEvent, ChannelEvent, EventPublished, RateLimited {

    /**
     * Which application it is.
     *
     * @return its id
     */
    String appId();
}
