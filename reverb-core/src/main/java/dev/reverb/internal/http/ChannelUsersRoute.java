package dev.reverb.internal.http;

import dev.reverb.channel.ChannelName;
import dev.reverb.channel.Member;
import dev.reverb.internal.wire.JsonBytes;
import dev.reverb.spi.transport.HttpResponder;
import dev.reverb.spi.transport.HttpResponse;
import java.util.List;

/** {@code GET /apps/{id}/channels/{name}/users}: the users on a presence channel. Answered from its mailbox. */
final class ChannelUsersRoute extends AskingRoute {

    ChannelUsersRoute(Questions questions) {
        super(questions);
    }

    @Override
    public String path() {
        return "/channels/*/users";
    }

    @Override
    public void handle(ApiRequest request, HttpResponder responder) {
        ChannelName name = request.channel();
        if (!name.isPresence()) {
            throw new ApiException(400, "Users can be asked for on presence channels only");
        }
        respond(
                questions().members(request.application(), request.state(), name),
                ChannelUsersRoute::answer,
                responder);
    }

    private static HttpResponse answer(List<Member> members) {
        if (members.isEmpty()) {
            return ApiException.response(404, "Nobody is on this channel");
        }
        JsonBytes json = new JsonBytes(24 * members.size()).raw("{\"users\":[");
        String separator = "";
        for (Member member : members) {
            json.raw(separator).raw("{\"id\":").string(member.userId()).raw("}");
            separator = ",";
        }
        return HttpResponse.json(200, json.raw("]}").toByteArray());
    }
}
