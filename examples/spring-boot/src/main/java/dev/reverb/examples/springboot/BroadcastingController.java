package dev.reverb.examples.springboot;

import dev.reverb.ClientAuthorizer;
import java.security.Principal;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** Tells Echo and the Pusher clients which private channels the signed-in user may subscribe to. */
@RestController
class BroadcastingController {

    private final ClientAuthorizer authorizer;

    BroadcastingController(ClientAuthorizer authorizer) {
        this.authorizer = authorizer;
    }

    // [auth]
    @PostMapping(path = "/broadcasting/auth", produces = MediaType.APPLICATION_JSON_VALUE)
    String authorize(
            @RequestParam("socket_id") String socketId,
            @RequestParam("channel_name") String channelName,
            Principal user) {
        if (!channelName.equals("private-orders." + user.getName())) {
            throw new ResponseStatusException(HttpStatus.FORBIDDEN);
        }
        try {
            return authorizer.authorizeChannel(socketId, channelName);
        } catch (IllegalArgumentException noSocketId) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST, noSocketId.getMessage(), noSocketId);
        }
    }
    // [auth]
}
