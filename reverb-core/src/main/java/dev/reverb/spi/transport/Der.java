package dev.reverb.spi.transport;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** As much of DER (X.690) as turns the older forms of private keys into PKCS#8 (RFC 5958), the only one the JDK reads. */
final class Der {

    private static final int OCTET_STRING = 0x04;
    private static final int SEQUENCE = 0x30;

    /** The parameters of an EC key, {@code [0] EXPLICIT} (RFC 5915). */
    private static final int PARAMETERS = 0xA0;

    private static final byte[] VERSION_0 = {0x02, 1, 0};

    /** rsaEncryption, 1.2.840.113549.1.1.1, and no parameters. */
    private static final byte[] RSA = {
        0x06, 9, 0x2A, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xF7, 0x0D, 1, 1, 1, 0x05, 0
    };

    /** id-ecPublicKey, 1.2.840.10045.2.1. */
    private static final byte[] EC = {0x06, 7, 0x2A, (byte) 0x86, 0x48, (byte) 0xCE, 0x3D, 2, 1};

    private Der() {}

    static byte[] pkcs8OfRsa(byte[] pkcs1) {
        return element(SEQUENCE, VERSION_0, element(SEQUENCE, RSA), element(OCTET_STRING, pkcs1));
    }

    /**
     * Wraps an EC key.
     *
     * @param curve the curve's name in DER, for keys that do not have it in them
     */
    static byte[] pkcs8OfEc(byte[] sec1, byte @Nullable [] curve) throws IOException {
        byte[] found = curve == null ? curveOf(sec1) : curve;
        return element(SEQUENCE, VERSION_0, element(SEQUENCE, EC, found), element(OCTET_STRING, sec1));
    }

    private static byte[] curveOf(byte[] sec1) throws IOException {
        try {
            int at = content(sec1, 0);
            while (at < sec1.length) {
                int end = content(sec1, at) + length(sec1, at);
                if ((sec1[at] & 0xFF) == PARAMETERS) {
                    return Arrays.copyOfRange(sec1, content(sec1, at), end);
                }
                at = end;
            }
        } catch (ArrayIndexOutOfBoundsException | IllegalArgumentException cut) {
            throw new IOException("An EC private key is cut", cut);
        }
        throw new IOException("An EC private key does not name its curve");
    }

    /** Where the content of the element at a position begins. */
    private static int content(byte[] der, int at) {
        return at + 2 + (der[at + 1] >= 0 ? 0 : der[at + 1] & 0x7F);
    }

    /** How long the content of the element at a position is. */
    private static int length(byte[] der, int at) {
        if (der[at + 1] >= 0) {
            return der[at + 1];
        }
        int length = 0;
        for (int i = at + 2; i < content(der, at); i++) {
            length = length << 8 | der[i] & 0xFF;
        }
        if (length < 0) {
            throw new IllegalArgumentException();
        }
        return length;
    }

    private static byte[] element(int tag, byte[]... parts) {
        int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
        ByteArrayOutputStream out = new ByteArrayOutputStream(length + 4);
        out.write(tag);
        if (length > 0xFF) {
            out.write(0x82);
            out.write(length >> 8);
        } else if (length > 0x7F) {
            out.write(0x81);
        }
        out.write(length);
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
