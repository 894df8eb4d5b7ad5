package dev.reverb.broadcasting.auth;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Which objects the wildcards stand for, by the wildcards' names. Safe for any thread. */
final class Bindings {

    private final Converters converters;
    private final Map<String, Binding<?>> byName = new ConcurrentHashMap<>();

    Bindings(Converters converters) {
        this.converters = converters;
    }

    private record Binding<K>(Class<K> keyType, ParameterResolver<K> resolver) {
        Optional<?> find(String text, Converters converters) throws Exception {
            return resolver.resolve(converters.convert(text, keyType));
        }
    }

    <K> void put(String name, Class<K> keyType, ParameterResolver<K> resolver) {
        byName.put(name, new Binding<>(keyType, resolver));
    }

    /** Finds all objects that a channel's name speaks of. */
    ChannelParameters parameters(Map<String, String> texts) throws Exception {
        Map<String, Object> found = new LinkedHashMap<>();
        for (Map.Entry<String, String> text : texts.entrySet()) {
            Binding<?> binding = byName.get(text.getKey());
            if (binding != null) {
                found.put(text.getKey(), found(binding, text));
            }
        }
        return new ChannelParameters(texts, found, converters);
    }

    private Object found(Binding<?> binding, Map.Entry<String, String> text) throws Exception {
        Optional<?> object = binding.find(text.getValue(), converters);
        if (object.isEmpty()) {
            throw Refusal.forbidden("Nothing is found for {" + text.getKey() + "}");
        }
        return object.get();
    }
}
