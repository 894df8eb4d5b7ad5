package dev.reverb.broadcasting.auth;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** How a part of a channel's name is read as a value, by the value's type. Safe for any thread. */
final class Converters {

    private final Map<Class<?>, ParameterConverter<?>> byType = new ConcurrentHashMap<>();

    Converters() {
        byType.put(String.class, text -> text);
        byType.put(Integer.class, canonical(Integer::valueOf));
        byType.put(Long.class, canonical(Long::valueOf));
        byType.put(UUID.class, canonical(UUID::fromString));
    }

    /** Takes only what the value itself would be written as, of the several spellings that Java reads. */
    private static <T> ParameterConverter<T> canonical(Function<String, T> parser) {
        return text -> {
            T value = parser.apply(text);
            if (!value.toString().equals(text)) {
                throw new IllegalArgumentException("Not the usual spelling");
            }
            return value;
        };
    }

    <T> void put(Class<T> type, ParameterConverter<? extends T> converter) {
        byType.put(type, converter);
    }

    <T> T convert(String text, Class<T> type) {
        ParameterConverter<?> converter = byType.get(type);
        if (converter == null) {
            throw new IllegalArgumentException("Nothing is known of parameters of the " + type
                    + ": Channels.converter reads them, Channels.bind finds them");
        }
        try {
            return type.cast(converter.convert(text));
        } catch (IllegalArgumentException noSuchValue) {
            throw Refusal.forbidden("A part of the name is not of the type that the rule asks for");
        }
    }
}
