package dev.reverb.spring.boot;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;

/**
 * The properties of one way to a server, below {@code reverb.broadcasting.connections.NAME}.
 *
 * @param driver What kind of way it is.
 * @param appId The application's id there; that of the only application, for a local one.
 * @param url Where the server is, for http.
 * @param cluster Where the application is, for pusher.
 * @param key The application's key there.
 * @param secret What signs.
 * @param connectTimeout How long a connection may take to open.
 * @param requestTimeout How long an answer may take.
 * @param connectRetries How often an attempt to connect is repeated.
 */
record ConnectionProperties(
        @Nullable Driver driver,
        @DefaultValue("") String appId,
        @DefaultValue("") String url,
        @DefaultValue("") String cluster,
        @DefaultValue("") String key,
        @DefaultValue("") String secret,

        @DefaultValue("5s") @DurationUnit(ChronoUnit.SECONDS)
        Duration connectTimeout,

        @DefaultValue("10s") @DurationUnit(ChronoUnit.SECONDS)
        Duration requestTimeout,

        @DefaultValue("2") int connectRetries) {

    /** The kinds of ways. */
    enum Driver {
        /** To the server in this process. */
        LOCAL,
        /** To any server of the Pusher HTTP API. */
        HTTP,
        /** To Pusher Channels. */
        PUSHER,
        /** To the log. */
        LOG,
        /** Nowhere. */
        NONE
    }

    /** Neither the secret nor the address, which may have one in it. */
    @Override
    public String toString() {
        return "ConnectionProperties[driver=" + driver + "]";
    }
}
