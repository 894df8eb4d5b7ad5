package dev.reverb.internal.http;

import dev.reverb.spi.transport.HttpResponder;
import dev.reverb.spi.transport.HttpResponse;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** What the routes that ask have in common: they answer when they have been answered. */
abstract class AskingRoute implements ApiRoute {

    private final Questions questions;

    AskingRoute(Questions questions) {
        this.questions = questions;
    }

    @Override
    public final String method() {
        return "GET";
    }

    final Questions questions() {
        return questions;
    }

    static <T> void respond(CompletionStage<T> asked, Function<T, HttpResponse> answer, HttpResponder responder) {
        asked.handle((value, failed) -> failed == null ? answer.apply(value) : Refusals.unreachable())
                .thenAccept(responder::respond);
    }
}
