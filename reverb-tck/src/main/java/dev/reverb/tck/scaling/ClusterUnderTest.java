package dev.reverb.tck.scaling;

import dev.reverb.spi.scaling.ScalingBus;
import java.io.IOException;

/**
 * What a back-end's author gives to the {@link ScalingKit}: a cluster of its own for each test, and ways to harm it. What a back-end
 * cannot be made to suffer is said so, and those cases are skipped.
 */
public interface ClusterUnderTest extends AutoCloseable {

    /**
     * Makes the bus of another server of the cluster. Its lease should be short, a second or two, where time is the machine's.
     *
     * @return a bus that has not been started
     * @throws Exception where that fails; it fails the test
     */
    ScalingBus open() throws Exception;

    /**
     * Ends a server without good-bye, as if its process had been killed: its connections end, and it says nothing any more.
     *
     * @param bus a bus of this cluster, which is started
     * @throws Exception where that fails; it fails the test
     */
    void kill(ScalingBus bus) throws Exception;

    /**
     * Whether the back-end can be taken away from all servers.
     *
     * @return false to skip what is about outages
     */
    default boolean canBeAway() {
        return true;
    }

    /**
     * Takes the back-end away, for all servers. The kit waits until they have noticed.
     *
     * @throws Exception where that fails; it fails the test
     */
    void takeAway() throws Exception;

    /**
     * Brings the back-end back, with all that it knew.
     *
     * @throws Exception where that fails; it fails the test
     */
    void bringBack() throws Exception;

    /**
     * Whether the back-end can lose its memory.
     *
     * @return false to skip what is about that
     */
    default boolean canForget() {
        return true;
    }

    /**
     * Brings the back-end back, without anything that it knew.
     *
     * @throws Exception where that fails; it fails the test
     */
    void bringBackEmpty() throws Exception;

    /**
     * Whether a single server can be cut off from the back-end.
     *
     * @return false to skip what is about that
     */
    default boolean canCutOff() {
        return true;
    }

    /**
     * Cuts a server off from the back-end, which goes on for the others. The kit waits until that server has noticed.
     *
     * @param bus a bus of this cluster
     * @throws Exception where that fails; it fails the test
     */
    void cutOff(ScalingBus bus) throws Exception;

    /**
     * Ends what {@link #cutOff} began.
     *
     * @param bus the same bus
     * @throws Exception where that fails; it fails the test
     */
    void mend(ScalingBus bus) throws Exception;

    /**
     * How many events a server keeps while the back-end is away, before it refuses more.
     *
     * @return the limit that the cluster was made with, better a small one
     */
    int maxBufferedMessages();

    /**
     * Lets the cluster go on where it does not do so by itself, and a little of its time pass where that stands still. Called again and
     * again while the kit waits.
     */
    default void turn() {}

    /**
     * Checks that the back-end keeps nothing of servers that have all stopped, but what passes by itself. Called behind each test, before
     * {@link #close}.
     *
     * @throws Exception where that fails; it fails the test
     */
    default void checkNothingIsLeft() throws Exception {}

    /**
     * Ends the cluster.
     *
     * @throws IOException where that fails; it fails the test
     */
    @Override
    default void close() throws IOException {}
}
