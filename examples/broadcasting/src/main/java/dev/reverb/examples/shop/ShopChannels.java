package dev.reverb.examples.shop;

import dev.reverb.broadcasting.auth.Channels;
import dev.reverb.broadcasting.auth.Guard;
import dev.reverb.broadcasting.auth.UserProfile;
import dev.reverb.examples.shop.model.Records;
import dev.reverb.examples.shop.model.User;
import java.util.Map;
import java.util.Optional;

/** Who may listen to what. Everybody may to public channels, which are not asked about. */
final class ShopChannels {

    private ShopChannels() {}

    static Channels of(Records records, Guard sessions) {
        // [channels]
        return new Channels()
                .guard(Channels.DEFAULT_GUARD, sessions)
                .bind("order", Long.class, records::order)
                .authorize("orders.{order}", new OrderChannel())
                .authorize("payments.{order}", new OrderChannel())
                .authorize("App.Models.User.{id}", (user, p) -> user.id().equals(p.get("id")))
                .presence("chat.{room}", (user, p) -> Optional.of(memberInfo(user.unwrap(User.class))))
                .user(user -> Optional.of(UserProfile.of(memberInfo(user.unwrap(User.class)))));
        // [channels]
    }

    private static Map<String, String> memberInfo(User user) {
        return Map.of("id", user.id(), "name", user.name());
    }
}
