package dev.reverb.scaling.redis;

import java.util.function.Supplier;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * One for all tests of a class, as an extension: started before the first, closed behind the last.
 *
 * @param <T> what is started
 */
public final class Started<T extends AutoCloseable> implements BeforeAllCallback, AfterAllCallback {

    private final Supplier<T> starter;
    private T started;

    private Started(Supplier<T> starter) {
        this.starter = starter;
    }

    public static <T extends AutoCloseable> Started<T> by(Supplier<T> starter) {
        return new Started<>(starter);
    }

    public T get() {
        return started;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        started = starter.get();
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        if (started != null) {
            started.close();
        }
    }
}
