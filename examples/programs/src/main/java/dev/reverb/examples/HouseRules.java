package dev.reverb.examples;

import static java.util.concurrent.CompletableFuture.completedStage;

import dev.reverb.channel.Member;
import dev.reverb.interception.ClientEventDecision;
import dev.reverb.interception.ClientEventRequest;
import dev.reverb.interception.ConnectionDecision;
import dev.reverb.interception.ConnectionRequest;
import dev.reverb.interception.Interceptor;
import dev.reverb.interception.SubscriptionDecision;
import dev.reverb.interception.SubscriptionRequest;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;

/**
 * What an application forbids beyond signatures: who is banned does not connect, rooms are for those who have been let in, the muted
 * are not heard, and nobody swears.
 */
public final class HouseRules implements Interceptor {

    /** Where the application keeps who may enter which room, such as a database that answers later. */
    @FunctionalInterface
    public interface Rooms {

        /**
         * Asks whether a user may enter.
         *
         * @param room the room's name
         * @param userId the user's id
         * @return the answer, later
         */
        CompletionStage<Boolean> mayEnter(String room, String userId);
    }

    private static final String ROOM = "presence-room.";
    private static final Pattern SWEARING = Pattern.compile("(?i)\\b(damn|blast)\\b");

    private final Set<String> banned;
    private final Set<String> muted;
    private final Rooms rooms;

    /**
     * The rules of a house.
     *
     * @param banned addresses that do not connect
     * @param muted sessions whose whispers nobody hears
     * @param rooms who may enter
     */
    public HouseRules(Set<String> banned, Set<String> muted, Rooms rooms) {
        this.banned = Set.copyOf(banned);
        this.muted = Set.copyOf(muted);
        this.rooms = rooms;
    }

    // [connection]
    /** What is remembered of a connection. */
    record Session(String id) {}

    @Override
    public CompletionStage<ConnectionDecision> decideConnection(ConnectionRequest request) {
        if (banned.contains(request.remoteAddress())) {
            return completedStage(ConnectionDecision.refuse(4009, "You are banned"));
        }
        return completedStage(ConnectionDecision.acceptWith(new Session(sessionOf(request))));
    }
    // [connection]

    private static String sessionOf(ConnectionRequest request) {
        return request.header("Cookie").orElse("").replaceFirst("^(?:.*; ?)?session=([^;]*).*$", "$1");
    }

    // [subscription]
    @Override
    public CompletionStage<SubscriptionDecision> decideSubscription(SubscriptionRequest request) {
        String channel = request.channel().toString();
        if (!channel.startsWith(ROOM)) {
            return completedStage(SubscriptionDecision.accept());
        }
        String userId = request.member().map(Member::userId).orElseThrow();
        return rooms.mayEnter(channel.substring(ROOM.length()), userId)
                .thenApply(may -> may
                        ? SubscriptionDecision.accept()
                        : SubscriptionDecision.refuse(403, "This room is not open to you"));
    }
    // [subscription]

    // [client-event]
    @Override
    public CompletionStage<ClientEventDecision> decideClientEvent(ClientEventRequest request) {
        String data = request.data().orElse("null");
        if (data.length() > 1_000) {
            return completedStage(ClientEventDecision.refuse("Keep it short"));
        }
        if (request.attachment(Session.class)
                .map(Session::id)
                .filter(muted::contains)
                .isPresent()) {
            return completedStage(ClientEventDecision.drop());
        }
        String clean = SWEARING.matcher(data).replaceAll("***");
        return completedStage(
                clean.equals(data) ? ClientEventDecision.accept() : ClientEventDecision.acceptWith(clean));
    }
    // [client-event]
}
