package dev.reverb.broadcasting.entity;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;

/**
 * Sees what types are to JPA, by the names of its annotations: they need not be on the class path where only the framework-free
 * calls are used.
 */
final class EntityTypes {

    private static final String ENTITY = "jakarta.persistence.Entity";
    private static final String ID = "jakarta.persistence.Id";
    private static final String EMBEDDED_ID = "jakarta.persistence.EmbeddedId";

    private EntityTypes() {}

    /** The nearest type that is an entity, since a proxy's is a subclass of it; else the object's own. */
    static Class<?> typeOf(Object model) {
        Class<?> own = model.getClass();
        for (Class<?> type = own; type != null; type = type.getSuperclass()) {
            if (isAnnotated(type, ENTITY)) {
                return type;
            }
        }
        return own;
    }

    static boolean isId(AnnotatedElement element) {
        return isAnnotated(element, ID) || isAnnotated(element, EMBEDDED_ID);
    }

    private static boolean isAnnotated(AnnotatedElement element, String name) {
        for (Annotation annotation : element.getDeclaredAnnotations()) {
            if (annotation.annotationType().getName().equals(name)) {
                return true;
            }
        }
        return false;
    }
}
