package dev.reverb.broadcasting.entity;

import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads ids from entities: what {@link ModelNames} does unless it is told better. */
final class Identifiers {

    /** How each type's id is read, looked up once. A type that is unloaded takes its entry along. */
    private static final ClassValue<Access> ACCESS = new ClassValue<>() {
        @Override
        protected Access computeValue(Class<?> type) {
            return find(type);
        }
    };

    /** Reads one type's id. */
    private interface Access {
        @Nullable
        Object read(Object model) throws ReflectiveOperationException;
    }

    private Identifiers() {}

    static @Nullable Object of(Object model) {
        Class<?> type = model.getClass();
        try {
            return ACCESS.get(type).read(model);
        } catch (ReflectiveOperationException failed) {
            throw new IllegalArgumentException("The id of " + type.getName() + " cannot be read", failed);
        }
    }

    private static Access find(Class<?> type) {
        return method(type, "getId")
                .or(() -> method(type, "id"))
                .or(() -> annotated(type))
                .orElseThrow(() -> new IllegalArgumentException(type.getName()
                        + " has no getId(), id() or @Id: let ModelNames.Builder.identifiers say how its id is read"));
    }

    private static Optional<Access> method(Class<?> type, String name) {
        return hierarchy(type)
                .flatMap(declaring -> Stream.of(declaring.getDeclaredMethods()))
                .filter(method -> method.getName().equals(name) && isGetter(method))
                .findFirst()
                .map(Identifiers::access);
    }

    private static Optional<Access> annotated(Class<?> type) {
        Stream<Access> getters = hierarchy(type)
                .flatMap(declaring -> Stream.of(declaring.getDeclaredMethods()))
                .filter(method -> EntityTypes.isId(method) && isGetter(method))
                .map(Identifiers::access);
        Stream<Access> fields = hierarchy(type)
                .flatMap(declaring -> Stream.of(declaring.getDeclaredFields()))
                .filter(EntityTypes::isId)
                .map(Identifiers::access);
        return Stream.concat(getters, fields).findFirst();
    }

    private static boolean isGetter(Method method) {
        return method.getParameterCount() == 0
                && method.getReturnType() != void.class
                && !Modifier.isStatic(method.getModifiers());
    }

    private static Stream<Class<?>> hierarchy(Class<?> type) {
        return Stream.<Class<?>>iterate(type, each -> each != null && each != Object.class, Class::getSuperclass);
    }

    private static Access access(Method method) {
        open(method);
        return model -> method.invoke(model);
    }

    private static Access access(Field field) {
        open(field);
        return field::get;
    }

    private static <T extends AccessibleObject & Member> void open(T member) {
        if (!member.trySetAccessible()) {
            throw new IllegalArgumentException(
                    "The id of " + member.getDeclaringClass().getName()
                            + " is out of reach: open its package to dev.reverb.broadcasting, or let ModelNames.Builder.identifiers read it");
        }
    }
}
