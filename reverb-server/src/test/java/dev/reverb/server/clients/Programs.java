package dev.reverb.server.clients;

import dev.reverb.test.browser.Browser;
import java.lang.reflect.Field;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Fills the fields that are marked {@link Running}. Each program is started for the first test that asks, and closed after the
 * last. Not a resolver of parameters: those cannot skip a test.
 */
final class Programs implements BeforeEachCallback {

    private static final Namespace NAMESPACE = Namespace.create(Programs.class);
    private static final Map<Class<?>, Supplier<AutoCloseable>> STARTS =
            Map.of(Browser.class, Browser::start, Node.class, Node::start);

    @Override
    public void beforeEach(ExtensionContext context) throws IllegalAccessException {
        for (Field field : AnnotationSupport.findAnnotatedFields(context.getRequiredTestClass(), Running.class)) {
            field.setAccessible(true);
            field.set(context.getRequiredTestInstance(), running(field.getType(), context));
        }
    }

    private static AutoCloseable running(Class<?> type, ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .computeIfAbsent(type, key -> STARTS.get(type).get(), AutoCloseable.class);
    }
}
