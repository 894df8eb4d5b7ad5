package dev.reverb.internal.http;

import dev.reverb.spi.transport.HttpResponse;

/** Answers that say the same every time, made beforehand. */
final class Answers {

    /** An event was published, or something done, and there is nothing to tell. */
    static final HttpResponse DONE = HttpResponse.json(200, "{}");

    /** The same for publishers on pages from anywhere, as the default settings allow. */
    static final HttpResponse DONE_FOR_ALL = DONE.withHeader(Cors.ALLOW_ORIGIN, "*");

    private Answers() {}
}
