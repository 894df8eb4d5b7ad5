package dev.reverb.benchmarks.load;

import static dev.reverb.benchmarks.load.ByteText.ascii;

import java.time.Instant;

/** Makes signed requests that publish events of one channel. */
final class PublishRequest {

    /** A channel to which nobody subscribes. */
    static final int NOBODY = 999_999;

    private static final byte[] BATCH_BEGIN = ascii("{\"batch\":[");
    private static final byte[] BATCH_END = ascii("]}");
    private static final byte[] COMMA = ascii(",");
    private static final byte[] EVENT = ascii("{\"name\":\"ev\",");
    private static final byte[] ONE_DATA = ascii("\",\"data\":\"{\\\"m\\\":\\\"");
    private static final byte[] CHANNELS_DATA = ascii("\"],\"data\":\"{\\\"m\\\":\\\"");
    private static final byte[] EVENT_END = ascii("\\\"}\"}");
    private static final byte[] SIGNATURE = ascii("&auth_signature=");
    private static final byte[] QUERY = ascii("?");
    private static final byte[] LINE = ascii("\n");
    private static final byte[] HEAD_END = ascii("\r\n\r\n");
    private static final byte[] POST = ascii("POST ");
    private static final byte[] TO_SIGN = ascii("POST\n");
    private static final byte[] VERSION_AND_MD5 = ascii("&auth_version=1.0&body_md5=");

    private final Signer signer;
    private final Payload payload;
    private final byte[] oneChannel;
    private final byte[] channels;
    private final byte[] eventsPath;
    private final byte[] batchPath;
    private final byte[] keyAndTimestamp;
    private final byte[] headers;

    private final ByteText body = new ByteText(1024);
    private final ByteText query = new ByteText(512);
    private final ByteText signed = new ByteText(512);

    PublishRequest(Options options, Signer signer, Payload payload) {
        this.signer = signer;
        this.payload = payload;
        this.oneChannel = ascii("\"channel\":\"" + Subscription.publicPrefix(options));
        this.channels = ascii("\"channels\":[\"" + Subscription.publicPrefix(options));
        this.eventsPath = ascii("/apps/" + options.appId + "/events");
        this.batchPath = ascii("/apps/" + options.appId + "/batch_events");
        this.keyAndTimestamp = ascii("auth_key=" + options.key + "&auth_timestamp=");
        this.headers = ascii(" HTTP/1.1\r\nHost: " + options.host + ':' + options.port
                + "\r\nContent-Type: application/json\r\nContent-Length: ");
    }

    /**
     * Writes a request.
     *
     * @param sequence the first event's number
     * @param count how many events; several make a batch
     * @param mark what the payload says for the channel: its number, or with several publishers theirs
     */
    void write(ByteText request, int channel, int sequence, int count, int mark) {
        writeBody(channel, sequence, count, mark);
        byte[] path = count > 1 ? batchPath : eventsPath;
        query.clear()
                .add(keyAndTimestamp)
                .number(Instant.now().getEpochSecond())
                .add(VERSION_AND_MD5)
                .hex(signer.md5(body));
        signed.clear().add(TO_SIGN).add(path).add(LINE).add(query);
        request.clear()
                .add(POST)
                .add(path)
                .add(QUERY)
                .add(query)
                .add(SIGNATURE)
                .hex(signer.sign(signed))
                .add(headers)
                .number(body.length())
                .add(HEAD_END)
                .add(body);
    }

    private void writeBody(int channel, int sequence, int count, int mark) {
        body.clear();
        if (count == 1) {
            writeEvent(channels, channel, CHANNELS_DATA, sequence, mark);
            return;
        }
        for (int i = 0; i < count; i++) {
            body.add(i == 0 ? BATCH_BEGIN : COMMA);
            writeEvent(oneChannel, channel, ONE_DATA, sequence + i, mark);
        }
        body.add(BATCH_END);
    }

    private void writeEvent(byte[] before, int channel, byte[] after, int sequence, int mark) {
        body.add(EVENT).add(before).digits(channel, 6).add(after);
        payload.write(body, sequence, mark);
        body.add(EVENT_END);
    }
}
