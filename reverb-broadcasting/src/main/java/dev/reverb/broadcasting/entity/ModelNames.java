package dev.reverb.broadcasting.entity;

import dev.reverb.broadcasting.PrivateChannel;
import dev.reverb.broadcasting.internal.TypeNames;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * By which names pages know the application's entities: the one with id 1 of type {@code Post} has the channel {@code
 * private-App.Models.Post.1}, and its notifications come there, too.
 *
 * <pre>{@code
 * ModelNames names = ModelNames.builder().models("com.example.shop.model", "App\\Models").build();
 * }</pre>
 *
 * <p>Below the package, the names of sub-packages become parts of the channel's name, each with a capital letter: {@code
 * com.example.shop.model.billing.Invoice} is {@code App.Models.Billing.Invoice}. A type from elsewhere has the namespace and
 * its own name. A proxy that a persistence provider put in place of an entity has the entity's name.
 *
 * <p>The id is what {@code identifiers} says, else that of the method {@code getId()} or {@code id()}, else that of the field or
 * getter with JPA's {@code @Id}. Immutable and safe for any thread.
 */
public final class ModelNames {

    /** The namespace of a Laravel application's models. */
    public static final String DEFAULT_NAMESPACE = "App\\Models";

    private static final ModelNames DEFAULTS = builder().build();

    private final TypeNames types;
    private final Function<Object, ? extends @Nullable Object> identifiers;

    private ModelNames(Builder builder) {
        types = builder.types;
        identifiers = builder.identifiers;
    }

    /**
     * Names with the defaults: every type in {@link #DEFAULT_NAMESPACE}.
     *
     * @return the names
     */
    public static ModelNames defaults() {
        return DEFAULTS;
    }

    /**
     * Names of the application's own.
     *
     * @return a builder with the defaults
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * The name of an entity's own channel, without {@code private-}.
     *
     * @param model the entity
     * @return what {@link BroadcastsEvents#broadcastChannel()} says, else type and id: {@code App.Models.Post.1}
     * @throws IllegalArgumentException where it has no id
     */
    public String channelName(Object model) {
        String own = model instanceof BroadcastsEvents entity ? entity.broadcastChannel() : null;
        return own == null ? types.nameOf(typeOf(model)).replace('\\', '.') + "." + idOf(model) : own;
    }

    /**
     * An entity's own channel.
     *
     * @param model the entity
     * @return its private channel
     * @throws IllegalArgumentException where it has no id, or one that cannot be part of a channel's name
     */
    public PrivateChannel channel(Object model) {
        return new PrivateChannel(channelName(model));
    }

    /** The entity's type, where the object is a proxy of it. */
    Class<?> typeOf(Object model) {
        return EntityTypes.typeOf(model);
    }

    private Object idOf(Object model) {
        Object id = identifiers.apply(model);
        if (id == null) {
            throw new IllegalArgumentException(
                    "This " + typeOf(model).getName() + " has no id yet, so it has no channel of its own");
        }
        return id;
    }

    /** Sets names up. Not for several threads at once. */
    public static final class Builder {

        private TypeNames types = TypeNames.of(null, DEFAULT_NAMESPACE);
        private Function<Object, ? extends @Nullable Object> identifiers = Identifiers::of;

        private Builder() {}

        /**
         * Where the entities' types are, and what pages call that.
         *
         * @param packageName the package, also of sub-packages
         * @param namespace with backslashes, as in PHP; {@link #DEFAULT_NAMESPACE} by default
         * @return this builder
         */
        public Builder models(String packageName, String namespace) {
            types = TypeNames.of(packageName, namespace);
            return this;
        }

        /**
         * How entities tell their ids, such as {@code entityManagerFactory.getPersistenceUnitUtil()::getIdentifier}.
         *
         * @param newIdentifiers gives an entity's id, or null where it has none yet; called by the threads that tell operations
         * @return this builder
         */
        public Builder identifiers(Function<Object, ? extends @Nullable Object> newIdentifiers) {
            identifiers = Objects.requireNonNull(newIdentifiers, "identifiers");
            return this;
        }

        /**
         * Makes the names.
         *
         * @return the names
         */
        public ModelNames build() {
            return new ModelNames(this);
        }
    }
}
