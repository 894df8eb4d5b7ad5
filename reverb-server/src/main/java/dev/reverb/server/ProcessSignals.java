package dev.reverb.server;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * What SIGTERM and Ctrl-C (SIGINT) do to the standalone server: the first one of either stops it gracefully, and the program
 * ends with status 0. A Ctrl-C after that ends it at once, with status 130. SIGHUP stops it too, as it does when a terminal is closed, or
 * has it read its files, where it has one to which that is said.
 *
 * <p>The JVM's own way, a shutdown hook, can do neither: it holds a lock while it runs, so that a second Ctrl-C waits for it,
 * and the status is 143 or 130. The hook is there too, for everything else that ends a JVM. Handlers are set through {@code
 * sun.misc.Signal} of the module {@code jdk.unsupported}, by reflection, since the compiler warns of it; where that is missing
 * or the JVM was started with {@code -Xrs}, the hook alone remains.
 */
final class ProcessSignals implements StopSignals {

    private static final int INTERRUPTED = 130;

    private final AtomicBoolean stopping = new AtomicBoolean();

    @Override
    public void install(Runnable stop, Runnable stopAndWait) {
        handle("TERM", () -> begin(stop));
        handle("INT", () -> {
            if (!begin(stop)) {
                Runtime.getRuntime().halt(INTERRUPTED);
            }
        });
        Runtime.getRuntime().addShutdownHook(new Thread(stopAndWait, "reverb-shutdown"));
    }

    @Override
    public void onReload(Runnable reload) {
        handle("HUP", reload);
    }

    private boolean begin(Runnable stop) {
        boolean first = stopping.compareAndSet(false, true);
        if (first) {
            stop.run();
        }
        return first;
    }

    private static void handle(String name, Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            InvocationHandler invocation = (proxy, method, arguments) -> invoke(proxy, method, arguments, action);
            Object proxy =
                    Proxy.newProxyInstance(ProcessSignals.class.getClassLoader(), new Class<?>[] {handler}, invocation);
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
        } catch (ReflectiveOperationException | IllegalArgumentException unavailable) {
            // The shutdown hook remains.
        }
    }

    private static @Nullable Object invoke(
            Object proxy, Method method, Object @Nullable [] arguments, Runnable action) {
        switch (method.getName()) {
            case "handle" -> action.run();
            case "equals" -> {
                return arguments != null && proxy == arguments[0];
            }
            case "hashCode" -> {
                return System.identityHashCode(proxy);
            }
            default -> {
                return ProcessSignals.class.getSimpleName();
            }
        }
        return null;
    }
}
