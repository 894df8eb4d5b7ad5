package dev.reverb.benchmarks.load;

import static dev.reverb.benchmarks.load.ByteText.ascii;

/** What a connection says to subscribe, by mode. */
final class Subscription {

    private final Options options;
    private final Signer signer;

    Subscription(Options options, Signer signer) {
        this.options = options;
        this.signer = signer;
    }

    /** What the name of a public channel has before its number. */
    static String publicPrefix(Options options) {
        return options.prefix + '-';
    }

    /** What the name of a private channel has before its number. */
    static String privatePrefix(Options options) {
        return "private-" + options.prefix + '-';
    }

    /** The name of a channel by its number, as {@link Payload} has it too. */
    static String number(int channel) {
        return String.valueOf(1_000_000 + channel).substring(1);
    }

    byte[] message(PusherConnection connection, String socketId) {
        if (options.mode == Mode.WHISPER) {
            return privately(socketId, privatePrefix(options) + number(connection.channel()));
        }
        if (options.presence) {
            return present(socketId, connection.id() % options.members);
        }
        return message(publicPrefix(options) + number(connection.channel()), "");
    }

    private byte[] privately(String socketId, String channel) {
        return message(channel, ",\"auth\":\"" + options.key + ':' + signer.signHex(socketId + ':' + channel) + '"');
    }

    private byte[] present(String socketId, int user) {
        String channel = "presence-" + options.prefix;
        String member = "{\"user_id\":\"u" + user + "\",\"user_info\":{}}";
        String signature = signer.signHex(socketId + ':' + channel + ':' + member);
        return message(
                channel,
                ",\"auth\":\"" + options.key + ':' + signature + "\",\"channel_data\":\"" + member.replace("\"", "\\\"")
                        + '"');
    }

    private static byte[] message(String channel, String more) {
        return ascii("{\"event\":\"pusher:subscribe\",\"data\":{\"channel\":\"" + channel + '"' + more + "}}");
    }
}
