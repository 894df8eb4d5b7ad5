package dev.reverb.engine;

import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;

/** Ways to spoil an {@code auth}, {@code app-key:SIGNATURE}, that is right. */
final class SpoiledAuth {

    private static final String KEY = "app-key:";

    private SpoiledAuth() {}

    static Stream<Named<UnaryOperator<String>>> ways() {
        return Stream.of(
                way("in upper case", auth -> KEY + signature(auth).toUpperCase(Locale.ROOT)),
                way("cut", auth -> auth.substring(0, auth.length() - 1)),
                way("longer", auth -> auth + "0"),
                way("with a space behind it", auth -> auth + " "),
                way("without its key", auth -> ":" + signature(auth)),
                way("with its key twice", auth -> KEY + auth),
                way("with a longer key", auth -> "app-keyx:" + signature(auth)),
                way("with another key", auth -> "app-kex:" + signature(auth)));
    }

    private static Named<UnaryOperator<String>> way(String name, UnaryOperator<String> way) {
        return Named.of(name, way);
    }

    private static String signature(String auth) {
        return auth.substring(KEY.length());
    }
}
