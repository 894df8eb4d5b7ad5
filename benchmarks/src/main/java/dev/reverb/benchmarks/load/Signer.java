package dev.reverb.benchmarks.load;

import static dev.reverb.benchmarks.load.ByteText.ascii;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs as the Pusher protocol wants it: HMAC-SHA256 with the application's secret. */
final class Signer {

    private final Mac mac;
    private final MessageDigest md5;

    Signer(String secret) {
        try {
            mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            md5 = MessageDigest.getInstance("MD5");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java cannot sign", e);
        }
    }

    byte[] sign(ByteText text) {
        mac.update(text.bytes(), 0, text.length());
        return mac.doFinal();
    }

    byte[] md5(ByteText text) {
        md5.update(text.bytes(), 0, text.length());
        return md5.digest();
    }

    String signHex(String text) {
        return HexFormat.of().formatHex(mac.doFinal(ascii(text)));
    }
}
