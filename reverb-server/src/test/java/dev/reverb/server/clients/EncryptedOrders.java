package dev.reverb.server.clients;

import com.pusher.rest.Pusher;
import dev.reverb.ClientAuthorizer;
import dev.reverb.EncryptionMasterKey;
import dev.reverb.application.Application;
import java.util.Map;
import java.util.Optional;

/** The application's side of encrypted channels, as {@code docs/encryption.md} shows it. */
final class EncryptedOrders {

    private final ClientAuthorizer authorizer;

    EncryptedOrders(Application application, String encryptionKey) {
        // [authorizer]
        ClientAuthorizer authorizer =
                ClientAuthorizer.of(application).withEncryptionKey(EncryptionMasterKey.ofBase64(encryptionKey));
        // [authorizer]
        this.authorizer = authorizer;
    }

    // [authorize]
    /** Answers {@code POST /broadcasting/auth}: with this JSON text, or with 403 where there is none. */
    Optional<String> authorize(String userId, String socketId, String channelName) {
        boolean owns = channelName.equals("private-encrypted-orders." + userId);
        return owns ? Optional.of(authorizer.authorizeChannel(socketId, channelName)) : Optional.empty();
    }
    // [authorize]

    static Pusher publish(String hostAndPort, String encryptionKey) {
        // [publish]
        Pusher pusher = new Pusher("my-app-id", "my-app-key", "my-app-secret", encryptionKey);
        pusher.setHost(hostAndPort);
        pusher.setEncrypted(false); // this is about TLS

        pusher.trigger("private-encrypted-orders.7", "OrderShipped", Map.of("item", "a book"));
        // [publish]
        return pusher;
    }
}
