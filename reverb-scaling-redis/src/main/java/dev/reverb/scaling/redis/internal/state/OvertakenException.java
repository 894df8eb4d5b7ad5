package dev.reverb.scaling.redis.internal.state;

/**
 * A change was not made, since the node had made a later one in the bucket before this came: it was still under way on a connection that
 * was given up, or Redis had forgotten its script. What the node has is to be said anew.
 */
public final class OvertakenException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    OvertakenException() {
        super("A later change of this node came before this one");
    }
}
