package dev.reverb.broadcasting.auth;

import static java.util.concurrent.CompletableFuture.completedFuture;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** All that {@link Channels} were told, asked for one request at a time: guards, then bindings, then the rule. */
final class Registry {

    private final RuleTable rules = new RuleTable();
    private final Guards guards = new Guards();
    private final Converters converters = new Converters();
    private final Bindings bindings = new Bindings(converters);
    private final AtomicReference<@Nullable SignIn> signIn = new AtomicReference<>();

    Registry() {
        guards.put(
                Channels.DEFAULT_GUARD,
                request -> completedFuture(request.principal().map(BroadcastUser::of)));
    }

    /** How users sign in. */
    private record SignIn(List<String> guards, AsyncUserResolver resolver) {}

    /** A user who may, and what is told of the user. */
    record Admitted<T>(BroadcastUser user, T told) {}

    RuleTable rules() {
        return rules;
    }

    Guards guards() {
        return guards;
    }

    Converters converters() {
        return converters;
    }

    Bindings bindings() {
        return bindings;
    }

    void allowSignIn(List<String> guardNames, AsyncUserResolver resolver) {
        signIn.set(new SignIn(guardNames, resolver));
    }

    /** Who joins a channel, by its name without the prefix; fails with a {@link Refusal} where nobody may, or not this user. */
    CompletableFuture<Admitted<Admission>> join(String name, AuthRequest request, Executor executor) {
        RuleTable.Match match =
                rules.first(name).orElseThrow(() -> Refusal.forbidden("no rule matches the channel's name"));
        Rule rule = match.rule();
        return Stages.then(
                user(rule.guards(), request, executor),
                executor,
                user -> Stages.call(() -> rule.callback().join(user, bindings.parameters(match.values())))
                        .thenApply(admission -> new Admitted<>(user, granted(admission, rule))));
    }

    private static Admission granted(Admission admission, Rule rule) {
        if (admission == null || !admission.isGranted()) {
            throw Refusal.forbidden("the rule for " + rule.pattern() + " says no");
        }
        return admission;
    }

    /** Who signs in; fails with a {@link Refusal} where nobody may, or not this user. */
    CompletableFuture<Admitted<UserProfile>> signIn(AuthRequest request, Executor executor) {
        SignIn by = signIn.get();
        if (by == null) {
            throw Refusal.forbidden("Channels.user has not been called");
        }
        return Stages.then(
                user(by.guards(), request, executor),
                executor,
                user -> Stages.call(() -> by.resolver().profile(user))
                        .thenApply(profile -> new Admitted<>(
                                user, profile.orElseThrow(() -> Refusal.forbidden("the user may not sign in")))));
    }

    private CompletableFuture<BroadcastUser> user(List<String> names, AuthRequest request, Executor executor) {
        return guards.firstUser(names, request, executor)
                .thenApply(user -> user.orElseThrow(
                        () -> Refusal.forbidden("nobody is signed in by " + String.join(", ", names))));
    }
}
