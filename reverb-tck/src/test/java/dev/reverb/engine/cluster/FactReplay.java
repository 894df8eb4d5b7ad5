package dev.reverb.engine.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.reverb.spi.WebhookRequest;
import dev.reverb.spi.WebhookResponse;
import dev.reverb.spi.WebhookSender;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Takes the webhooks of all servers, and knows from them alone which channels are occupied, and by whom. */
final class FactReplay implements WebhookSender {

    private static final Pattern EVENT =
            Pattern.compile("\\{\"name\":\"([a-z_]+)\",\"channel\":\"([^\"]+)\"(?:,\"user_id\":\"([^\"]+)\")?[^}]*}");

    private final Map<String, Set<String>> occupied = new TreeMap<>();
    private final List<String> misfits = new ArrayList<>();

    /** The occupied channels, with the users on those of presence. */
    Map<String, Set<String>> occupied() {
        return occupied;
    }

    /** What did not fit what was told before. */
    List<String> misfits() {
        return misfits;
    }

    @Override
    public CompletionStage<WebhookResponse> send(WebhookRequest request) {
        EVENT.matcher(new String(request.body(), UTF_8)).results().forEach(this::apply);
        return CompletableFuture.completedFuture(WebhookResponse.of(200));
    }

    private void apply(MatchResult event) {
        String channel = event.group(2);
        Set<String> users = occupied.get(channel);
        boolean fits = switch (event.group(1)) {
            case "channel_occupied" -> occupied.put(channel, new TreeSet<>()) == null;
            case "channel_vacated" -> users != null && users.isEmpty() && occupied.remove(channel) != null;
            case "member_added" -> users != null && users.add(event.group(3));
            case "member_removed" -> users != null && users.remove(event.group(3));
            default -> true;
        };
        if (!fits) {
            misfits.add(event.group());
        }
    }
}
