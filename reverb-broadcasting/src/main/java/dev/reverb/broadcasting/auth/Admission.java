package dev.reverb.broadcasting.auth;

import java.util.Objects;
import java.util.Optional;

/**
 * Whether a user may join a channel, and what the other members of a presence channel are told of the user. Never who the
 * user is: that is {@link BroadcastUser#id()}. Immutable.
 */
public final class Admission {

    private static final Admission DENIED = new Admission(false, Optional.empty());
    private static final Admission GRANTED = new Admission(true, Optional.empty());

    private final boolean granted;
    private final Optional<Object> memberInfo;

    private Admission(boolean granted, Optional<Object> memberInfo) {
        this.granted = granted;
        this.memberInfo = memberInfo;
    }

    /**
     * The user may not join; answered 403.
     *
     * @return the refusal
     */
    public static Admission denied() {
        return DENIED;
    }

    /**
     * The user may join. Of a member of a presence channel nothing but the id is told.
     *
     * @return the admission
     */
    public static Admission granted() {
        return GRANTED;
    }

    /**
     * The user may join where a condition holds.
     *
     * @param condition whether the user may
     * @return {@link #granted()} or {@link #denied()}
     */
    public static Admission grantedIf(boolean condition) {
        return condition ? GRANTED : DENIED;
    }

    /**
     * The user may join; of a member of a presence channel the others are told this.
     *
     * @param info a record, bean, map or anything else that Jackson makes JSON of; it becomes {@code user_info} and has at most
     *     {@link BroadcastingAuth.Builder#maxUserInfoSize} bytes
     * @return the admission
     */
    public static Admission member(Object info) {
        return new Admission(true, Optional.of(Objects.requireNonNull(info)));
    }

    /**
     * Whether the user may join.
     *
     * @return true where it was granted
     */
    public boolean isGranted() {
        return granted;
    }

    /**
     * What is told of the user.
     *
     * @return the info, if the user may join and there is any
     */
    public Optional<Object> memberInfo() {
        return memberInfo;
    }

    /** Says nothing of the user. */
    @Override
    public String toString() {
        return granted ? "Admission[granted]" : "Admission[denied]";
    }
}
