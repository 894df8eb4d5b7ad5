package dev.reverb.tck;

import dev.reverb.spi.websocket.EncodedFrame;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A wire dialogue as a script: a {@linkplain Golden golden} file that says what clients do, and every single thing that
 * comes of it, in the exact text.
 *
 * <pre>
 * # Ada joins, Bob follows, and whispers.
 * ada connects
 * ada &lt; {"event":"pusher:connection_established","data":"{\"socket_id\":\"${ada}\",\"activity_timeout\":30}"}
 * ada subscribes presence-room {"user_id":"1"}
 * ada &lt; {"event":"pusher_internal:subscription_succeeded",…
 * </pre>
 *
 * <p>What can be done, each step on a line of its own:
 *
 * <table>
 * <caption>Steps</caption>
 * <tr><td>{@code ada connects}</td><td>to the first application</td></tr>
 * <tr><td>{@code ada connects /app/other?protocol=7 Origin: https://a.example; X-Header: b}</td>
 *     <td>to a path, with headers</td></tr>
 * <tr><td>{@code ada subscribes private-a}</td><td>signed where need be; with {@code channel_data} behind it where there
 *     is some</td></tr>
 * <tr><td>{@code ada signs in {"id":"7"}}</td><td>with this {@code user_data}, signed</td></tr>
 * <tr><td>{@code ada > text}</td><td>sends a message; {@code PING x}, {@code PONG x}, {@code CLOSE 1000 x} and {@code
 *     BINARY x} send other frames</td></tr>
 * <tr><td>{@code ada vanishes}</td><td>without a word</td></tr>
 * <tr><td>{@code api > POST /events {…}}</td><td>a signed request of the first application; the path is what follows
 *     {@code /apps/{id}}</td></tr>
 * <tr><td>{@code http > GET /up}</td><td>a request as it is</td></tr>
 * <tr><td>{@code time + 30s}</td><td>lets time pass; the rest is an ISO 8601 duration without its {@code PT}</td></tr>
 * </table>
 *
 * <p>Lines with {@code <} say what came of the step before them: first the answer to a request ({@code api < 200 {}}),
 * then client by client, in the order in which they first connected, all frames, and {@code END} where the server has
 * ended the connection. Nothing is left out; what is not written there did not come.
 *
 * <p>In both directions {@code ${ada}} stands for Ada's socket id, and {@code ${x*200}} for 200 times {@code x} (any text without a closing brace). In what
 * is sent {@code ${auth}} stands for the right signature of that very message.
 *
 * <p>With {@code -Dreverb.golden.update=true} the {@code <} lines are written anew from what the server does.
 */
public final class Dialogue {

    private static final Pattern RECEIVED = Pattern.compile("\\w+ <( .*)?");
    private static final Pattern STEP = Pattern.compile("(\\w+) (connects|subscribes|signs in|vanishes|>|\\+) ?(.*)");
    private static final Pattern REPEATED = Pattern.compile("\\$\\{([^}]+?)\\*(\\d+)}");
    private static final Pattern LONG_RUN = Pattern.compile("([^\\n])\\1{99,}");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)}");

    private final ReverbTester reverb;
    private final Map<String, InMemoryClient> clients = new LinkedHashMap<>();
    private final Map<String, String> socketIds = new LinkedHashMap<>();
    private final Set<InMemoryClient> ended = new HashSet<>();
    private final StringBuilder transcript = new StringBuilder();

    private Dialogue(ReverbTester reverb) {
        this.reverb = reverb;
    }

    /**
     * Performs a script and asserts that everything comes as it says.
     *
     * @param name the golden file
     * @param reverb a server on which nothing has happened yet
     * @throws AssertionError where something comes differently; the message shows the first line that does
     */
    public static void play(String name, ReverbTester reverb) {
        Golden.assertMatches(name, new Dialogue(reverb).perform(Golden.read(name)));
    }

    /** Performs a script; returns it with what really came. */
    String perform(String script) {
        for (String line : script.split("\n")) {
            if (!RECEIVED.matcher(line).matches()) {
                transcript.append(line).append('\n');
                if (!line.isBlank() && !line.startsWith("#")) {
                    step(line);
                }
            }
        }
        return transcript.toString();
    }

    private void step(String line) {
        Matcher step = STEP.matcher(line);
        if (!step.matches()) {
            throw new IllegalArgumentException("Not a step of a dialogue: " + line);
        }
        String name = step.group(1);
        String what = expand(name, step.group(3));
        switch (step.group(2)) {
            case "connects" -> connect(name, what);
            case "subscribes" -> subscribe(name, what);
            case "signs in" -> client(name).text(PusherMessage.signIn(reverb.application(), socketId(name), what));
            case "vanishes" -> vanish(name);
            case "+" -> reverb.advance(Duration.parse("PT" + what));
            default -> send(name, what);
        }
        collect();
    }

    private void connect(String name, String what) {
        String target = what.startsWith("/")
                ? what.split(" ", 2)[0]
                : "/app/" + reverb.application().key() + "?protocol=7";
        String headers = what.startsWith("/") ? what.substring(target.length()).strip() : what;
        InMemoryRequest request = InMemoryRequest.upgrade(target);
        if (!headers.isEmpty()) {
            for (String header : headers.split("; ")) {
                String[] pair = header.split(": ", 2);
                request = request.withHeader(pair[0], pair[1]);
            }
        }
        InMemoryClient client = reverb.open(request);
        clients.put(name, client);
        client.refusal().ifPresent(refusal -> received(name, "HTTP " + refusal.status()));
    }

    private void subscribe(String name, String what) {
        String[] channelAndData = what.split(" ", 2);
        client(name)
                .text(PusherMessage.subscribe(
                        reverb.application(),
                        socketId(name),
                        channelAndData[0],
                        channelAndData.length < 2 ? null : channelAndData[1]));
    }

    private void vanish(String name) {
        ended.add(client(name));
        client(name).vanish();
    }

    private void send(String name, String what) {
        String[] words = what.split(" ", 3);
        switch (name) {
            case "api" -> received(name, api(words).toString());
            case "http" -> received(name, http(words).toString());
            default -> sendFrame(client(name), what, words);
        }
    }

    private InMemoryExchange api(String[] words) {
        return words.length < 3 ? reverb.request(words[0], words[1]) : reverb.request(words[0], words[1], words[2]);
    }

    private InMemoryExchange http(String[] words) {
        InMemoryRequest request = InMemoryRequest.of(words[0], words[1]);
        return reverb.transport().request(words.length < 3 ? request : request.withBody(words[2]));
    }

    private static void sendFrame(InMemoryClient client, String what, String[] words) {
        String rest = what.substring(words[0].length()).strip();
        switch (words[0]) {
            case "PING" -> client.ping(rest);
            case "PONG" -> client.pong(rest);
            case "BINARY" -> client.send(ClientFrame.binary(rest.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
            case "CLOSE" ->
                client.close(words.length < 2 ? 1005 : Integer.parseInt(words[1]), words.length < 3 ? "" : words[2]);
            default -> client.text(what);
        }
    }

    private void collect() {
        clients.forEach((name, client) -> {
            for (ServerFrame frame : client.unread()) {
                learnSocketId(name, frame);
                received(name, frame.toString());
            }
            client.skip();
            if (client.isDisconnected() && ended.add(client)) {
                received(name, "END");
            }
        });
    }

    private void learnSocketId(String name, ServerFrame frame) {
        if (frame.opcode() == EncodedFrame.TEXT && frame.text().contains("pusher:connection_established")) {
            ReceivedEvent.parse(frame.text()).field("socket_id").ifPresent(id -> socketIds.put(name, id));
        }
    }

    private void received(String name, String what) {
        transcript.append(name).append(" < ").append(contract(what)).append('\n');
    }

    private String contract(String text) {
        String contracted = text;
        for (Map.Entry<String, String> socketId : socketIds.entrySet()) {
            contracted = contracted.replace(socketId.getValue(), "${" + socketId.getKey() + "}");
        }
        return LONG_RUN.matcher(contracted)
                .replaceAll(run -> Matcher.quoteReplacement(
                        "${" + run.group(1) + "*" + run.group().length() + "}"));
    }

    private String expand(String name, String text) {
        String repeated = REPEATED.matcher(text)
                .replaceAll(run -> Matcher.quoteReplacement(run.group(1).repeat(Integer.parseInt(run.group(2)))));
        String expanded = VARIABLE.matcher(repeated)
                .replaceAll(variable -> Matcher.quoteReplacement(
                        variable.group(1).equals("auth") ? variable.group() : socketId(variable.group(1))));
        return expanded.contains("${auth}") ? expanded.replace("${auth}", auth(name, expanded)) : expanded;
    }

    private String auth(String name, String message) {
        Map<?, ?> data = fields(fields(message).get("data"));
        if (data.get("user_data") instanceof String userData) {
            return PusherAuth.user(reverb.application(), socketId(name), userData);
        }
        String channel = String.valueOf(data.get("channel"));
        return data.get("channel_data") instanceof String channelData
                ? PusherAuth.channel(reverb.application(), socketId(name), channel, channelData)
                : PusherAuth.channel(reverb.application(), socketId(name), channel);
    }

    private static Map<?, ?> fields(@Nullable Object value) {
        Object parsed = value instanceof String text ? Json.parse(text) : value;
        return parsed instanceof Map<?, ?> map ? map : Map.of();
    }

    private String socketId(String name) {
        String socketId = socketIds.get(name);
        if (socketId == null) {
            throw new IllegalArgumentException("In the dialogue " + name + " has not been connected");
        }
        return socketId;
    }

    private InMemoryClient client(String name) {
        InMemoryClient client = clients.get(name);
        if (client == null) {
            throw new IllegalArgumentException("In the dialogue " + name + " has not connected");
        }
        return client;
    }
}
