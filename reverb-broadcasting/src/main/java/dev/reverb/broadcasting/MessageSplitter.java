package dev.reverb.broadcasting;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.reverb.EncryptionMasterKey;
import dev.reverb.Publication;
import dev.reverb.broadcasting.BroadcastException.Reason;
import dev.reverb.broadcasting.spi.BroadcastMessage;
import dev.reverb.channel.ChannelName;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes of a broadcast what servers take: at most {@value Publication#MAX_CHANNELS} channels in a message, and an encrypted channel alone,
 * for its data is encrypted for it only (Pusher Channels, "Encrypted channels"). Immutable.
 */
final class MessageSplitter {

    private final @Nullable EncryptionMasterKey key;

    MessageSplitter(@Nullable EncryptionMasterKey key) {
        this.key = key;
    }

    /** The messages, which have no channel in common. */
    List<BroadcastMessage> split(Broadcast broadcast) {
        List<BroadcastMessage> messages = new ArrayList<>();
        List<String> plain = new ArrayList<>();
        for (Channel channel : broadcast.channels()) {
            if (channel.isEncrypted()) {
                messages.add(
                        message(List.of(channel.name()), broadcast, encrypt(channel.wireName(), broadcast.data())));
            } else {
                plain.add(channel.name());
            }
        }
        for (int from = 0; from < plain.size(); from += Publication.MAX_CHANNELS) {
            int to = Math.min(plain.size(), from + Publication.MAX_CHANNELS);
            messages.add(message(plain.subList(from, to), broadcast, broadcast.data()));
        }
        return messages;
    }

    private static BroadcastMessage message(List<String> channels, Broadcast broadcast, String data) {
        return new BroadcastMessage(channels, broadcast.event(), data, broadcast.exceptSocketId());
    }

    /** The two values are base64, so nothing in them needs escaping. */
    private String encrypt(ChannelName channel, String data) {
        if (key == null) {
            throw new BroadcastException(
                    Reason.INVALID,
                    "Sending to " + channel + " takes an encryption master key: Broadcaster.Builder.encryptionKey");
        }
        byte[] nonce = SecretBox.nonce();
        byte[] box = SecretBox.seal(data.getBytes(UTF_8), nonce, key.sharedSecret(channel));
        Base64.Encoder base64 = Base64.getEncoder();
        return "{\"nonce\":\"" + base64.encodeToString(nonce) + "\",\"ciphertext\":\"" + base64.encodeToString(box)
                + "\"}";
    }
}
