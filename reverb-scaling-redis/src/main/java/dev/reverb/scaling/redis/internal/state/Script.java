package dev.reverb.scaling.redis.internal.state;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** The scripts that change what is in Redis: each a file {@code *.lua} beside this class, after those that it builds on. */
enum Script {
    ADD_MEMBERS("common", "versions", "facts", "change", "add-members"),
    REMOVE_MEMBERS("common", "versions", "facts", "change", "remove-members"),
    SET_SUBSCRIPTIONS("common", "versions", "facts", "change", "set-subscriptions"),
    PUBLISH_KEPT("common", "versions", "publish-kept"),
    SNAPSHOT("common", "versions", "snapshot"),
    CLAIM_FACTS("common", "versions", "facts", "claims", "claim-facts"),
    FINISH_FACTS("common", "claims", "finish-facts"),
    RELEASE_FACTS("common", "claims", "release-facts"),
    FENCE_BUCKET("common", "claims", "fence-bucket"),
    SET_CONNECTIONS("common", "set-connections"),
    RENEW_LEASE("common", "renew-lease"),
    ENTER("common", "enter"),
    EXPIRED("common", "expired"),
    SEIZE("common", "seize"),
    FORGET("common", "forget");

    private final byte[] text;
    private final String digest;

    Script(String... files) {
        text = read(List.of(files));
        digest = HexFormat.of().formatHex(sha1(text));
    }

    /** What Redis runs. */
    byte[] text() {
        return text;
    }

    /** The name by which Redis knows it once it has been loaded. */
    String digest() {
        return digest;
    }

    private static byte[] read(List<String> files) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        for (String file : files) {
            try (InputStream in = Script.class.getResourceAsStream(file + ".lua")) {
                if (in == null) {
                    throw new IllegalStateException("No script " + file + ".lua");
                }
                in.transferTo(text);
                text.writeBytes("\n".getBytes(StandardCharsets.US_ASCII));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return text.toByteArray();
    }

    private static byte[] sha1(byte[] text) {
        try {
            return MessageDigest.getInstance("SHA-1").digest(text);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-1", e);
        }
    }
}
