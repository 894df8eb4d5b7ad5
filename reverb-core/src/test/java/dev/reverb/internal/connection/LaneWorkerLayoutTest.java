package dev.reverb.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.openjdk.jol.info.ClassLayout;
import org.openjdk.jol.info.FieldLayout;

/** Where this JVM puts a lane worker's fields: what other lanes write shares no cache line with anything else. */
class LaneWorkerLayoutTest {

    /** Two lines of 64 bytes, since processors fetch them in pairs. */
    private static final long APART = 128;

    private static final Set<String> WRITTEN_BY_OTHERS = Set.of("posted", "pendingEvents");
    private static final Set<String> READ_BY_OTHERS = Set.of("lane", "maxPendingEvents");
    private static final Map<String, FieldLayout> FIELDS = fields();

    private static Map<String, FieldLayout> fields() {
        return ClassLayout.parseClass(LaneWorker.class).fields().stream()
                .collect(Collectors.toMap(FieldLayout::name, field -> field));
    }

    /** Sizes are told, not held to: they differ between JVMs. */
    @BeforeAll
    static void tellSizes() {
        for (Class<?> type :
                List.of(LaneWorker.class, LaneMeetingPoint.Post.class, Connection.class, OutboundQueue.class)) {
            System.out.println(
                    type.getSimpleName() + ": " + ClassLayout.parseClass(type).instanceSize() + " bytes");
        }
    }

    private static FieldLayout field(String name) {
        return FIELDS.get(name);
    }

    private static List<FieldLayout> others(Set<String> names) {
        return FIELDS.values().stream()
                .filter(field -> !names.contains(field.name()) && !isPadding(field))
                .toList();
    }

    private static boolean isPadding(FieldLayout field) {
        return field.name().matches("[ab][0-9]+");
    }

    private static long distance(FieldLayout one, FieldLayout other) {
        return one.offset() < other.offset()
                ? other.offset() - one.offset() - one.size()
                : one.offset() - other.offset() - other.size();
    }

    @Test
    void whatOthersWriteIsFarFromAllElse() {
        for (String name : WRITTEN_BY_OTHERS) {
            for (FieldLayout other : others(WRITTEN_BY_OTHERS)) {
                assertThat(distance(field(name), other))
                        .as(name + " and " + other.name())
                        .isGreaterThanOrEqualTo(APART);
            }
            assertThat(field(name).offset()).as("distance to the object before").isGreaterThan(APART);
        }
    }

    @Test
    void whatOthersReadIsFarFromWhatTheLaneWrites() {
        for (String name : READ_BY_OTHERS) {
            for (FieldLayout other : others(READ_BY_OTHERS)) {
                assertThat(distance(field(name), other))
                        .as(name + " and " + other.name())
                        .isGreaterThanOrEqualTo(APART);
            }
        }
    }

    @Test
    void thereIsNothingElseThatOthersWrite() {
        List<String> shared = new ArrayList<>();
        for (Class<?> type = LaneWorker.class; type != null; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (Modifier.isVolatile(field.getModifiers())) {
                    shared.add(field.getName());
                }
            }
        }
        // The lane alone writes queuedBytes; others read it where somebody does not read.
        assertThat(shared).containsExactlyInAnyOrder("posted", "pendingEvents", "queuedBytes");
    }
}
