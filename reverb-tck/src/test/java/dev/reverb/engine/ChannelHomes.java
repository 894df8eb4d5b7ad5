package dev.reverb.engine;

/** Finds channel names by the lane that their mailbox runs on. */
public final class ChannelHomes {

    private ChannelHomes() {}

    /** A channel's name whose mailbox runs on a lane of two. */
    public static String homedOn(int lane, String prefix) {
        for (int i = 0; ; i++) {
            int hash = (prefix + i).hashCode();
            if (((hash ^ hash >>> 16) & Integer.MAX_VALUE) % 2 == lane) {
                return prefix + i;
            }
        }
    }
}
