package dev.reverb.broadcasting.auth;

import static java.util.concurrent.CompletableFuture.completedFuture;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The rules that say who may join which channel, and how the user of a request is found.
 *
 * <pre>{@code
 * Channels channels = new Channels()
 *         .authorize("orders.{orderId}", (user, p) -> orders.isOwner(user.id(), p.getLong("orderId")))
 *         .presence("rooms.{room}", (user, p) -> Optional.of(Map.of("name", names.of(user.id()))));
 * }</pre>
 *
 * <p><b>Names.</b> A rule is for a name without its prefix, and so for {@code private-orders.1}, {@code
 * private-encrypted-orders.1}, {@code presence-orders.1} and their cache channels alike. A wildcard never stands for a dot. The first
 * rule that matches decides, in the order in which they were added; a channel without a rule is nobody's.
 *
 * <p><b>Users.</b> A rule is asked only once a {@link Guard} has found a user. Guards have names; unless others are {@linkplain
 * #withGuards chosen}, {@value #DEFAULT_GUARD} is asked, which unless defined finds the principal that the host has authenticated.
 *
 * <p>What is added counts from the next request on. Safe for any thread.
 */
public final class Channels {

    /** The guard of rules that name none: {@value}. */
    public static final String DEFAULT_GUARD = "default";

    private final Registry registry;
    private final List<String> guards;

    /** Begins without rules: nobody may join anything. */
    public Channels() {
        this(new Registry(), List.of(DEFAULT_GUARD));
    }

    private Channels(Registry registry, List<String> guards) {
        this.registry = registry;
        this.guards = guards;
    }

    /**
     * Defines a guard, or replaces one.
     *
     * @param name its name; {@value #DEFAULT_GUARD} is the one of rules that name none
     * @param guard finds the user of a request
     * @return this
     */
    public Channels guard(String name, Guard guard) {
        Objects.requireNonNull(guard);
        return guardAsync(name, request -> completedFuture(guard.user(request)));
    }

    /**
     * Defines a guard that holds no thread, or replaces one.
     *
     * @param name its name
     * @param guard finds the user of a request
     * @return this
     */
    public Channels guardAsync(String name, AsyncGuard guard) {
        registry.guards().put(name, Objects.requireNonNull(guard));
        return this;
    }

    /**
     * Chooses the guards of the rules that are added to what this returns. They are tried in their order until one finds a user.
     *
     * @param names the guards' names, one or more, each {@linkplain #guard defined} before
     * @return the same rules, to add others to
     * @throws IllegalArgumentException where there is none, or one is not defined
     */
    public Channels withGuards(String... names) {
        if (names.length == 0) {
            throw new IllegalArgumentException("A rule has one guard or more");
        }
        List<String> chosen = List.of(names);
        chosen.forEach(registry.guards()::check);
        return new Channels(registry, chosen);
    }

    /**
     * Adds a rule that says yes or no. Where it lets a user onto a presence channel the members are told nothing but the id.
     *
     * @param pattern the channels, such as {@code orders.{orderId}}
     * @param rule decides who may join
     * @return this
     * @throws IllegalArgumentException where the pattern is none, or a former rule matches all that it does
     */
    public Channels authorize(String pattern, ChannelRule rule) {
        Objects.requireNonNull(rule);
        return add(pattern, (user, p) -> completedFuture(Admission.grantedIf(rule.allows(user, p))), rule);
    }

    /**
     * Adds a rule in a class of its own.
     *
     * @param pattern the channels, such as {@code orders.{orderId}}
     * @param channel decides who may join
     * @return this
     * @throws IllegalArgumentException where the pattern is none, or a former rule matches all that it does
     */
    public Channels authorize(String pattern, ChannelClass channel) {
        Objects.requireNonNull(channel);
        return add(pattern, (user, p) -> completedFuture(channel.join(user, p)), channel);
    }

    /**
     * Adds a rule that decides without holding a thread.
     *
     * @param pattern the channels, such as {@code orders.{orderId}}
     * @param rule decides who may join
     * @return this
     * @throws IllegalArgumentException where the pattern is none, or a former rule matches all that it does
     */
    public Channels authorizeAsync(String pattern, AsyncChannelRule rule) {
        return add(pattern, Objects.requireNonNull(rule), rule);
    }

    /**
     * Adds a rule that says what the members of a presence channel are told of a user. For the private channels of that name it says
     * yes where it tells anything.
     *
     * @param pattern the channels, such as {@code rooms.{room}}
     * @param rule decides who may join
     * @return this
     * @throws IllegalArgumentException where the pattern is none, or a former rule matches all that it does
     */
    public Channels presence(String pattern, PresenceRule rule) {
        Objects.requireNonNull(rule);
        return add(pattern, (user, p) -> completedFuture(admission(rule.member(user, p))), rule);
    }

    private static Admission admission(Optional<?> info) {
        return info != null && info.isPresent() ? Admission.member(info.get()) : Admission.denied();
    }

    private Channels add(String pattern, AsyncChannelRule callback, Object handler) {
        registry.rules().add(new Rule(ChannelPattern.of(pattern), guards, callback, nameOf(handler)));
        return this;
    }

    /** The class of a rule, or the one that a lambda stands in. */
    private static String nameOf(Object handler) {
        String name = handler.getClass().getName();
        int lambda = name.indexOf("$$Lambda");
        return lambda < 0 ? name : name.substring(0, lambda);
    }

    /**
     * Defines how a part of a channel's name is read as a type, for {@link ChannelParameters#get(String, Class)}.
     *
     * @param <T> the type
     * @param type the type
     * @param converter reads it
     * @return this
     */
    public <T> Channels converter(Class<T> type, ParameterConverter<? extends T> converter) {
        registry.converters().put(type, Objects.requireNonNull(converter));
        return this;
    }

    /**
     * Binds a wildcard's name to the objects that it stands for, in all rules: the object is looked for before the rule is asked, and
     * where there is none that is answered 403. Rules get at it by {@link ChannelParameters#get(String, Class)}.
     *
     * <pre>{@code
     * channels.bind("order", Long.class, orders::findById)
     *         .authorize("orders.{order}", (user, p) -> p.get("order", Order.class).isOwnedBy(user.id()));
     * }</pre>
     *
     * @param <K> the type that the part of the name is read as
     * @param name the wildcard's name, such as {@code order}
     * @param keyType the type that the part of the name is read as: {@code String}, {@code Integer}, {@code Long}, {@code UUID} or one
     *     with a {@linkplain #converter converter}; a part that is none is answered 403
     * @param resolver finds the object
     * @return this
     */
    public <K> Channels bind(String name, Class<K> keyType, ParameterResolver<K> resolver) {
        registry.bindings().put(name, keyType, Objects.requireNonNull(resolver));
        return this;
    }

    /**
     * Binds a wildcard's name to the objects that are found by it as it came; see {@link #bind(String, Class, ParameterResolver)}.
     *
     * @param name the wildcard's name, such as {@code room}
     * @param resolver finds the object
     * @return this
     */
    public Channels bind(String name, ParameterResolver<String> resolver) {
        return bind(name, String.class, resolver);
    }

    /**
     * Lets users sign in (Pusher Channels, "Authenticating users"), and says what is told of them. Without it nobody may.
     *
     * @param resolver tells of the user whom a guard has found
     * @return this
     */
    public Channels user(UserResolver resolver) {
        Objects.requireNonNull(resolver);
        return userAsync(user -> completedFuture(resolver.profile(user)));
    }

    /**
     * Lets users sign in, and says what is told of them without holding a thread.
     *
     * @param resolver tells of the user whom a guard has found
     * @return this
     */
    public Channels userAsync(AsyncUserResolver resolver) {
        registry.allowSignIn(guards, Objects.requireNonNull(resolver));
        return this;
    }

    /**
     * All rules, in the order in which they are tried. To print them: {@code channels.list().forEach(System.out::println)}.
     *
     * @return a copy
     */
    public List<RuleDescription> list() {
        return registry.rules().descriptions();
    }

    Registry registry() {
        return registry;
    }
}
