package dev.reverb.broadcasting.entity;

/** What has happened to an entity. */
public enum EntityOperation {
    /** It was stored for the first time. */
    CREATED("Created"),

    /** It was changed. */
    UPDATED("Updated"),

    /** It was removed, or trashed, which {@link #TRASHED} says before. */
    DELETED("Deleted"),

    /** It was marked as deleted and is still stored: see {@link SoftDeletes}. */
    TRASHED("Trashed"),

    /** It was trashed, and is back. */
    RESTORED("Restored");

    private final String suffix;

    EntityOperation(String suffix) {
        this.suffix = suffix;
    }

    /** The name of the event about an entity of a type: {@code PostCreated}. */
    String eventName(Class<?> type) {
        return type.getSimpleName() + suffix;
    }
}
