package dev.reverb.benchmarks.load;

import java.util.Locale;
import java.util.Random;

/** Data such as applications publish: names that come again and again, and values that do not. The same in every run. */
public final class Orders {

    private static final String[] TITLES = {
        "Enamel mug, blue", "Wool blanket", "Desk lamp, oak", "Notebook A5, dotted", "Cast iron pan", "Rain jacket, L"
    };
    private static final String[] STATES = {"placed", "paid", "packed", "shipped", "delivered"};
    private static final String BEGIN = ";\",\"orders\":[";
    private static final String NOTE = "],\"note\":\"";

    private final Random random = new Random(7692);

    private Orders() {}

    /**
     * An object of orders.
     *
     * @param length how many characters
     * @return the JSON
     */
    public static String json(int length) {
        String begin = "{\"m\":\"";
        return begin + new Orders().fields(length - begin.length() - 2) + "\"}";
    }

    /**
     * Fields that follow a string which they end, up to the last one's end.
     *
     * @param length how many characters, not counting what is escaped
     * @return the text, with quotes escaped
     */
    static String text(int length) {
        return new Orders().fields(length).replace("\"", "\\\"");
    }

    private String fields(int length) {
        StringBuilder text = new StringBuilder();
        if (length >= BEGIN.length() + NOTE.length()) {
            text.append(BEGIN);
            String separator = "";
            String order = order();
            while (text.length() + separator.length() + order.length() + NOTE.length() <= length) {
                text.append(separator).append(order);
                separator = ",";
                order = order();
            }
            text.append(NOTE);
        }
        while (text.length() < length) {
            text.append((char) ('a' + random.nextInt(26)));
        }
        return text.toString();
    }

    private String order() {
        return String.format(
                Locale.ROOT,
                "{\"id\":%d,\"sku\":\"KX-%05d\",\"title\":\"%s\",\"quantity\":%d,\"price\":\"%d.%02d\",\"status\":\"%s\"}",
                100_000 + random.nextInt(900_000),
                random.nextInt(100_000),
                TITLES[random.nextInt(TITLES.length)],
                1 + random.nextInt(9),
                1 + random.nextInt(200),
                random.nextInt(100),
                STATES[random.nextInt(STATES.length)]);
    }
}
