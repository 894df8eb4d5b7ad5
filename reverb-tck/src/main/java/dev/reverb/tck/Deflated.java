package dev.reverb.tck;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** A client's side of RFC 7692, without context takeover: by the book (sections 7.2.1 and 7.2.2), and in no hurry. */
final class Deflated {

    private static final byte[] TAIL = {0, 0, (byte) 0xFF, (byte) 0xFF};

    private Deflated() {}

    static byte[] deflate(byte[] message) {
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        try {
            deflater.setInput(message);
            ByteArrayOutputStream deflated = new ByteArrayOutputStream();
            byte[] piece = new byte[1024];
            int made = piece.length;
            while (made == piece.length) {
                made = deflater.deflate(piece, 0, piece.length, Deflater.SYNC_FLUSH);
                deflated.write(piece, 0, made);
            }
            byte[] all = deflated.toByteArray();
            return Arrays.copyOf(all, all.length - TAIL.length);
        } finally {
            deflater.end();
        }
    }

    static byte[] inflate(byte[] deflated) {
        byte[] all = Arrays.copyOf(deflated, deflated.length + TAIL.length);
        System.arraycopy(TAIL, 0, all, deflated.length, TAIL.length);
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(all);
            ByteArrayOutputStream inflated = new ByteArrayOutputStream();
            byte[] piece = new byte[1024];
            for (int made = inflater.inflate(piece); made > 0; made = inflater.inflate(piece)) {
                inflated.write(piece, 0, made);
            }
            if (!inflater.needsInput()) {
                throw new AssertionError("The server sent a message that goes on behind its end.");
            }
            return inflated.toByteArray();
        } catch (DataFormatException broken) {
            throw new AssertionError("The server sent what is no deflated data.", broken);
        } finally {
            inflater.end();
        }
    }
}
