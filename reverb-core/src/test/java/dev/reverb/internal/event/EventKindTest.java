package dev.reverb.internal.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.event.ConnectionClosed;
import dev.reverb.event.ConnectionOpened;
import dev.reverb.event.ServerEvent;
import dev.reverb.event.ServerListener;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventKindTest {

    private static final int EVERYTHING =
            EventKind.all().stream().mapToInt(EventKind::bit).reduce(0, (one, other) -> one | other);

    @Test
    void everyMethodOfAListenerHasAKindOfItsOwn() {
        assertThat(EventKind.all())
                .extracting(EventKind::method)
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(ServerListener.class.getDeclaredMethods())
                        .map(Method::getName)
                        .toList());
        assertThat(Integer.bitCount(EVERYTHING)).isEqualTo(EventKind.all().size());
    }

    @Test
    void everyEventHasAMethod() {
        List<String> events = new ArrayList<>();
        addRecords(ServerEvent.class, events);
        assertThat(EventKind.all())
                .extracting(EventKind::method)
                .containsExactlyInAnyOrderElementsOf(
                        events.stream().map(name -> "on" + name).toList());
    }

    private static void addRecords(Class<?> type, List<String> names) {
        if (type.isRecord()) {
            names.add(type.getSimpleName());
        } else {
            Arrays.stream(type.getPermittedSubclasses()).forEach(permitted -> addRecords(permitted, names));
        }
    }

    @Test
    void whoOverridesNothingWantsNothing() {
        assertThat(EventKind.wantedBy(new ServerListener() {})).isZero();
    }

    private interface Counting extends ServerListener {
        @Override
        default void onConnectionOpened(ConnectionOpened event) {}
    }

    private static class Closing implements Counting {
        @Override
        public void onConnectionClosed(ConnectionClosed event) {}
    }

    private static final class Nothing extends Closing {}

    @Test
    void whatASuperclassOrAnInterfaceOverridesIsWanted() {
        assertThat(EventKind.wantedBy(new Nothing()))
                .isEqualTo(EventKind.CONNECTION_OPENED.bit() | EventKind.CONNECTION_CLOSED.bit());
    }

    @Test
    void aProxyWantsEverything() {
        Object proxy = Proxy.newProxyInstance(
                ServerListener.class.getClassLoader(),
                new Class<?>[] {ServerListener.class},
                (self, method, arguments) -> null);
        assertThat(EventKind.wantedBy((ServerListener) proxy)).isEqualTo(EVERYTHING);
    }
}
