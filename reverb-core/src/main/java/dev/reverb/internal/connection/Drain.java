package dev.reverb.internal.connection;

/** Work that a lane does in slices, such as the fan-out of one channel. Called on its lane only. */
public interface Drain {

    /**
     * Does some of it.
     *
     * @param budget how many writes may be made
     * @return how many were made; less than the budget only where nothing is left
     */
    int drain(int budget);

    /** Whether there is more to do. */
    boolean hasMore();
}
