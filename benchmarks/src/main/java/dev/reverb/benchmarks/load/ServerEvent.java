package dev.reverb.benchmarks.load;

import static dev.reverb.benchmarks.load.ByteText.ascii;

/** Reads of the protocol's own events just what the generator wants to know. */
final class ServerEvent {

    private static final byte[] EVENT = ascii("\"event\"");
    private static final byte[] SOCKET_ID = ascii("socket_id");

    private ServerEvent() {}

    /** The name of a message's event; empty if it has none. */
    static String name(byte[] bytes, int from, int to) {
        int at = Bytes.indexOf(bytes, from, to, EVENT);
        if (at < 0) {
            return "";
        }
        at += EVENT.length;
        while (at < to && (bytes[at] == ':' || bytes[at] == ' ')) {
            at++;
        }
        StringBuilder name = new StringBuilder();
        if (at < to && bytes[at] == '"') {
            for (at++; at < to && bytes[at] != '"'; at++) {
                if (bytes[at] != '\\') {
                    name.append((char) bytes[at]);
                }
            }
        }
        return name.toString();
    }

    /** The socket id in {@code connection_established}, whose data is a string with escaped quotes; empty if it has none. */
    static String socketId(byte[] bytes, int from, int to) {
        int at = Bytes.indexOf(bytes, from, to, SOCKET_ID);
        if (at < 0) {
            return "";
        }
        at += SOCKET_ID.length;
        while (at < to && !isDigit(bytes[at])) {
            at++;
        }
        int start = at;
        while (at < to && (isDigit(bytes[at]) || bytes[at] == '.')) {
            at++;
        }
        return Bytes.excerpt(bytes, start, at, at - start);
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }
}
