package dev.reverb.broadcasting.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Names Java types as Laravel's would be: {@code com.acme.events.orders.Shipped} is {@code App\Events\Orders\Shipped} where
 * {@code com.acme.events} stands for {@code App\Events}. A type of any other package has the namespace and its own name only. Immutable.
 */
public final class TypeNames {

    private final @Nullable String basePackage;
    private final String namespace;

    private TypeNames(@Nullable String basePackage, String namespace) {
        this.basePackage = basePackage;
        this.namespace = namespace;
    }

    /**
     * A rule.
     *
     * @param basePackage the package that stands for the namespace, its sub-packages for segments below; null for none
     * @param namespace such as {@code App\Events}; empty for none
     */
    public static TypeNames of(@Nullable String basePackage, String namespace) {
        return new TypeNames(basePackage, namespace);
    }

    /**
     * A type's name. Types that it lies in are not part of it.
     *
     * @throws IllegalArgumentException where it has none, being anonymous or a lambda
     */
    public String nameOf(Class<?> type) {
        if (type.getSimpleName().isEmpty() || type.isHidden()) {
            throw new IllegalArgumentException("An anonymous class has no name to derive one from: " + type.getName());
        }
        List<String> segments = new ArrayList<>();
        if (!namespace.isEmpty()) {
            segments.add(namespace);
        }
        for (String part : below(type.getPackageName()).split("\\.")) {
            if (!part.isEmpty()) {
                segments.add(part.substring(0, 1).toUpperCase(Locale.ROOT) + part.substring(1));
            }
        }
        segments.add(type.getSimpleName());
        return String.join("\\", segments);
    }

    private String below(String packageName) {
        return basePackage != null && packageName.startsWith(basePackage + ".")
                ? packageName.substring(basePackage.length() + 1)
                : "";
    }
}
