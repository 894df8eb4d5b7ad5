package dev.reverb.scaling.redis.internal.state;

import dev.reverb.spi.scaling.ChannelAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/**
 * The names of all keys and topics of one installation: each begins with its prefix, so that two installations share a Redis
 * without hearing each other, and an ACL can be {@code ~reverb:* &reverb:*}. Immutable.
 *
 * <p>An application's channels are spread over {@value #BUCKETS} buckets, by the low byte of the CRC-32 of the name. All keys of a
 * bucket have one hash tag, so one slot of a Redis Cluster, and one script may change them together.
 */
public final class KeySpace {

    /** How many buckets an application's channels are spread over. Part of the format. */
    public static final int BUCKETS = 256;

    private final String prefix;

    /**
     * Makes the names of an installation.
     *
     * @param prefix what they begin with, {@code REVERB_SCALING_CHANNEL}; characters other than {@code A-Za-z0-9_.-} are escaped
     * @throws IllegalArgumentException where it is empty
     */
    public KeySpace(String prefix) {
        if (prefix.isEmpty()) {
            throw new IllegalArgumentException("The prefix of the keys must not be empty");
        }
        this.prefix = escape(prefix);
    }

    /** The bucket of a channel. */
    public Bucket bucket(ChannelAddress address) {
        CRC32 crc = new CRC32();
        crc.update(Wtf8.encode(address.channel().toString()));
        return bucket(address.appId(), (int) crc.getValue() & BUCKETS - 1);
    }

    /**
     * A bucket by its number.
     *
     * @param number 0 to {@value #BUCKETS} - 1
     */
    public Bucket bucket(String appId, int number) {
        return new Bucket(prefix, appId, number);
    }

    /** All buckets of an application, in the order of their numbers. */
    public List<Bucket> buckets(String appId) {
        List<Bucket> buckets = new ArrayList<>(BUCKETS);
        for (int number = 0; number < BUCKETS; number++) {
            buckets.add(bucket(appId, number));
        }
        return buckets;
    }

    /** A bucket by the text that {@link Bucket#toString} gives. */
    Bucket bucketNamed(String name) {
        int colon = name.indexOf(':');
        return bucket(name.substring(colon + 1), Integer.parseInt(name, 0, colon, 10));
    }

    /** The bucket in which an application keeps what concerns no single channel. */
    public Bucket home(String appId) {
        return bucket(appId, 0);
    }

    /** A key of the cluster as a whole. No bucket has this tag. */
    byte[] ofCluster(String kind) {
        return Wtf8.encode(prefix + ":{nodes}:" + kind);
    }

    /**
     * A node subscribes to this topic when it has subscribed to all that it follows, so that the number of its subscribers is that of the
     * nodes that hear the others; then it tells them so there.
     */
    public byte[] gathering() {
        return ofCluster("gathering");
    }

    /** A topic's name as sessions take it: its bytes as Latin-1. */
    public static String text(byte[] topic) {
        return new String(topic, StandardCharsets.ISO_8859_1);
    }

    /** The text with everything but {@code A-Za-z0-9_.-} as {@code %XX} of its UTF-8 bytes: no brace of it can end a hash tag. */
    static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length());
        for (byte b : Wtf8.encode(text)) {
            char c = (char) (b & 0xFF);
            boolean plain =
                    c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || "_.-".indexOf(c) >= 0;
            if (plain) {
                escaped.append(c);
            } else {
                escaped.append('%')
                        .append(Character.toUpperCase(Character.forDigit(c >> 4, 16)))
                        .append(Character.toUpperCase(Character.forDigit(c & 15, 16)));
            }
        }
        return escaped.toString();
    }
}
