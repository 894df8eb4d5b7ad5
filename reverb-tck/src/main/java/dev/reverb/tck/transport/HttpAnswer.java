package dev.reverb.tck.transport;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** An HTTP answer as a client read it; header names are in lower case. */
@SuppressWarnings("ArrayRecordComponent")
record HttpAnswer(int status, List<Map.Entry<String, String>> headers, byte[] bytes) {

    Optional<String> header(String name) {
        return headers.stream()
                .filter(header -> header.getKey().equals(name.toLowerCase(Locale.ROOT)))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    String body() {
        return new String(bytes, UTF_8);
    }
}
