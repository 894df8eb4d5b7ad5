package dev.reverb.spi.scaling;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * One server, as a {@link ScalingBus} sees it: it is told what concerns it.
 *
 * <p>Called on threads of the bus, for each channel one call at a time, in the channel's order; for different channels also at the
 * same time. Implementations return at once and do not throw.
 */
public interface ScalingListener {

    /**
     * An event for a channel that this server follows.
     *
     * @param address the channel
     * @param message the event; also told to the server that published it
     */
    void onMessage(ChannelAddress address, BusMessage message);

    /**
     * A channel that this server follows is no longer what it was told to be: relative to the {@linkplain ScalingBus#follow
     * snapshot}, and to all changes told since. Changes that this server made itself are told too.
     *
     * @param address the channel
     * @param change the difference
     */
    void onChange(ChannelAddress address, ChannelChange change);

    /**
     * Every connection of a user is to be closed. Told to all servers, the one that asked for it included.
     *
     * @param appId the application
     * @param userId the user
     */
    void onTerminate(String appId, String userId);

    /**
     * Facts that this server is to pass on, those of one channel in their order. Told to one server only; where that fails or ends before it
     * has passed them on, to another, or to the same after a while, with the same id. Nothing is told of the channels of users.
     *
     * @param appId the application
     * @param id the same whenever these facts are told
     * @param facts at least one
     * @return completes when they have been passed on, or given up
     */
    CompletionStage<Void> onFacts(String appId, String id, List<ClusterFact> facts);

    /**
     * Facts were dropped, since too many waited to be passed on: nobody was told them, and nobody will be. Told to one server only, and at
     * most once; does nothing by default.
     *
     * @param appId the application
     * @param count how many, at least one
     */
    default void onFactsLost(String appId, long count) {}

    /**
     * The bus has something to do for an application that this server has not {@linkplain ScalingBus#use used} yet, such as to clear up after
     * another server that has died.
     *
     * @param appId the application
     * @return completes when it is used, or this server does not serve it; does nothing by default
     */
    default CompletionStage<Void> onUnknownApplication(String appId) {
        return CompletableFuture.completedFuture(null);
    }

    /**
     * The back-end is away, or back.
     *
     * @param since since when it is away; empty where it is there
     */
    void onAvailability(Optional<Instant> since);
}
