package dev.reverb.server.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.LocalTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The application's webhook, which knows from what it is told alone which channels are occupied, and by whom. It skips what comes again
 * under an id that it has seen, as the documentation asks; and now and then has something, but says that it has not.
 */
final class HookReplay implements AutoCloseable {

    private static final Pattern EVENT =
            Pattern.compile("\\{\"name\":\"([a-z_]+)\",\"channel\":\"([^\"]+)\"(?:,\"user_id\":\"([^\"]+)\")?[^}]*}");
    private static final int REMEMBERED = 20;
    private static final int ONE_IN = 50;

    private final HttpServer server;
    private final Random random;
    private final Set<String> ids = new HashSet<>();
    private final Map<String, Set<String>> occupied = new TreeMap<>();
    private final Map<String, Deque<String>> last = new HashMap<>();
    private final List<String> misfits = new ArrayList<>();
    private final Set<String> toldBefore = new HashSet<>();
    private final List<String> ended = new ArrayList<>();
    private int events;
    private int repeated;
    private int again;

    private HookReplay(HttpServer server, Random random) {
        this.server = server;
        this.random = random;
    }

    static HookReplay start(Random random) {
        try {
            HookReplay hook = new HookReplay(
                    HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0), random);
            hook.server.createContext("/", hook::take);
            hook.server.start();
            return hook;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/hooks";
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            int status = take(exchange.getRequestHeaders().getFirst("X-Reverb-Fact-Id"), body);
            exchange.sendResponseHeaders(status, -1);
        }
    }

    private synchronized int take(String id, String body) {
        if (ids.add(id)) {
            EVENT.matcher(body).results().forEach(event -> apply(event, id));
            return random.nextInt(ONE_IN) == 0 ? 500 : 204;
        }
        repeated++;
        return 204;
    }

    /**
     * Redis has lost its memory. Who moves to another node while it is away may be told as added once more, where the new node reaches
     * Redis before the old one has put back what it had; and so may a channel of such users.
     */
    synchronized void redisForgot() {
        toldBefore.clear();
        occupied.forEach((channel, users) -> {
            toldBefore.add(channel);
            users.forEach(user -> toldBefore.add(channel + " " + user));
        });
    }

    private boolean mayComeAgain(String event, String what) {
        boolean may = toldBefore.remove(what) && (event.equals("channel_occupied") || event.equals("member_added"));
        again += may ? 1 : 0;
        return may;
    }

    private void apply(MatchResult event, String id) {
        events++;
        String channel = event.group(2);
        String user = event.group(3);
        Deque<String> lines = last.computeIfAbsent(channel, unknown -> new ArrayDeque<>());
        if (lines.size() == REMEMBERED) {
            lines.remove();
        }
        lines.add(LocalTime.now() + " " + event.group(1) + (user == null ? "" : " " + user) + " in " + id);
        Set<String> users = occupied.get(channel);
        boolean fits = switch (event.group(1)) {
            case "channel_occupied" -> occupied.putIfAbsent(channel, new TreeSet<>()) == null;
            case "channel_vacated" -> users != null && users.isEmpty() && occupied.remove(channel) != null;
            case "member_added" -> users != null && users.add(user);
            case "member_removed" -> users != null && users.remove(user);
            default -> true;
        };
        String what = user == null ? channel : channel + " " + user;
        if (event.group(1).equals("channel_vacated") || event.group(1).equals("member_removed")) {
            ended.add(lines.getLast() + " on " + channel);
            toldBefore.remove(what);
        }
        if (!fits && !mayComeAgain(event.group(1), what)) {
            misfits.add("The webhooks' replay: " + lines.getLast() + " on " + channel + " does not fit; it had " + users
                    + " after\n      " + String.join("\n      ", lines));
        }
    }

    /** The occupied channels, with the users on those of presence. */
    synchronized Map<String, Set<String>> occupied() {
        Map<String, Set<String>> copy = new TreeMap<>();
        occupied.forEach((channel, users) -> copy.put(channel, new TreeSet<>(users)));
        return copy;
    }

    /** What was told to have ended. */
    synchronized List<String> ended() {
        return List.copyOf(ended);
    }

    /** What did not fit what was told before. */
    synchronized List<String> misfits() {
        return List.copyOf(misfits);
    }

    /** What was told last of a channel. */
    synchronized String lastLines(String channel) {
        return String.join("\n      ", last.getOrDefault(channel, new ArrayDeque<>()));
    }

    synchronized String numbers() {
        return events + " facts, " + repeated + " batches twice, " + again + " told again after Redis forgot";
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
