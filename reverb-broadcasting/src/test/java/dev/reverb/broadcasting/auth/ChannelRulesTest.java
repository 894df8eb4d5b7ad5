package dev.reverb.broadcasting.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.reverb.channel.Member;
import dev.reverb.tck.InMemoryRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may join what, and what a member's entry says. */
class ChannelRulesTest extends AuthCase {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "private-orders.1",
                "private-cache-orders.1",
                "private-encrypted-orders.1",
                "private-encrypted-cache-orders.1"
            })
    void aRuleIsForEveryPrefix(String channel) {
        channels.authorize(
                "orders.{orderId}",
                (user, p) -> user.id().equals("7") && p.get("orderId").equals("1"));
        assertThat(text(ask(subscribing("7", channel)))).isEqualTo(AUTHORIZER.authorizeChannel(SOCKET, channel));
        assertThat(status("8", channel)).isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"presence-orders.1", "presence-cache-orders.1"})
    void aMemberIsWhoTheUserIs(String channel) {
        channels.presence("orders.{orderId}", (user, p) -> Optional.of(Map.of("user_id", "forged", "id", "forged")));
        String info = "{\"id\":\"forged\",\"user_id\":\"forged\"}";
        String answer = text(ask(subscribing("7", channel)));
        assertThat(answer)
                .startsWith("{\"auth\":\"my-key:")
                .contains("\"channel_data\":\"{\\\"user_id\\\":\\\"7\\\",\\\"user_info\\\":{");
        assertThat(answer)
                .isIn(
                        AUTHORIZER.authorizeChannel(SOCKET, channel, new Member("7", Optional.of(info))),
                        AUTHORIZER.authorizeChannel(
                                SOCKET,
                                channel,
                                new Member("7", Optional.of("{\"user_id\":\"forged\",\"id\":\"forged\"}"))));
    }

    record Guest(String name, List<String> roles) {}

    @Test
    void presenceTellsWhatJacksonMakesOfIt() {
        channels.presence("rooms.{room}", (user, p) -> Optional.of(new Guest("Ada \"A\"", List.of("admin"))));
        assertThat(text(ask(subscribing("7", "presence-rooms.1"))))
                .isEqualTo(AUTHORIZER.authorizeChannel(
                        SOCKET,
                        "presence-rooms.1",
                        new Member("7", Optional.of("{\"name\":\"Ada \\\"A\\\"\",\"roles\":[\"admin\"]}"))));
        assertThat(text(ask(subscribing("7", "private-rooms.1"))))
                .isEqualTo(AUTHORIZER.authorizeChannel(SOCKET, "private-rooms.1"));
    }

    @Test
    void presenceThatTellsNothingIsARefusal() {
        channels.presence("rooms.{room}", (user, p) -> Optional.empty());
        assertThat(status("7", "presence-rooms.1")).isEqualTo(403);
        assertThat(status("7", "private-rooms.1")).isEqualTo(403);
    }

    @Test
    void whoeverIsLetInWithoutInfoIsAMemberWithoutInfo() {
        channels.authorize("rooms.{room}", (user, p) -> true);
        assertThat(text(ask(subscribing("7", "presence-rooms.1"))))
                .isEqualTo(AUTHORIZER.authorizeChannel(SOCKET, "presence-rooms.1", new Member("7", Optional.empty())));
    }

    @Test
    void theFirstRuleThatMatchesDecides() {
        channels.authorize("orders.special", (user, p) -> false)
                .authorize("orders.{orderId}", (user, p) -> true)
                .authorize("{kind}.mine", (user, p) -> true);
        assertThat(status("7", "private-orders.special")).isEqualTo(403);
        assertThat(status("7", "private-orders.1")).isEqualTo(200);
        assertThat(status("7", "private-invoices.mine")).isEqualTo(200);
        assertThat(status("7", "private-orders.mine")).isEqualTo(200);
        assertThat(log.lines())
                .containsExactly("DEBUG A client that wants to join private-orders.special is answered 403:"
                        + " the rule for orders.special says no");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "private-orders.1.2",
                "private-orders",
                "private-orders.",
                "private-",
                "private-private-orders.1",
                "presence-private-orders.1",
                "private-encrypted-private-orders.1",
                "private-cache-cache-orders.1",
                "orders.1",
                "cache-orders.1",
                "%23server-to-user-7",
                "private-orders.a%20b",
                "private-orders.%00",
                "Private-orders.1",
                ""
            })
    void aChannelWithoutARuleIsNobodys(String channel) {
        channels.authorize("orders.{orderId}", (user, p) -> true);
        assertThat(text(ask(subscribing("7", channel)))).isEqualTo("{\"error\":\"Forbidden\"}");
        assertThat(status("7", channel)).isEqualTo(403);
    }

    @Test
    void withoutAUserNoRuleIsAsked() {
        List<String> asked = new ArrayList<>();
        channels.bind("orderId", text -> {
                    asked.add("binding");
                    return Optional.of(text);
                })
                .authorize("orders.{orderId}", (user, p) -> asked.add("rule"));
        assertThat(ask(subscribing("private-orders.1")).status()).isEqualTo(403);
        assertThat(asked).isEmpty();
    }

    @Test
    void guardsAreTriedInTheirOrder() {
        List<String> asked = new ArrayList<>();
        for (String name : List.of("web", "api", "admin")) {
            channels.guard(name, request -> {
                asked.add(name);
                return request.header(name).map(BroadcastUser::of);
            });
        }
        channels.withGuards("web", "api")
                .authorize("reports", (user, p) -> user.id().equals("7"));
        InMemoryRequest request = subscribing("private-reports");
        assertThat(ask(request.withHeader("api", "7").withHeader("web", "8")).status())
                .isEqualTo(403);
        assertThat(asked).containsExactly("web");
        assertThat(ask(request.withHeader("api", "7")).status()).isEqualTo(200);
        assertThat(asked).containsExactly("web", "web", "api");
        assertThat(ask(request.withHeader("admin", "7").withHeader("User", "7")).status())
                .isEqualTo(403);
        assertThat(asked).doesNotContain("admin");
        assertThat(log.lines()).last().asString().endsWith("nobody is signed in by web, api");
    }

    @Test
    void guardsAreDefinedFirst() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> channels.withGuards("web"))
                .withMessage("No guard is called \"web\"; Channels.guard defines it");
        assertThatIllegalArgumentException().isThrownBy(channels::withGuards);
    }

    @Test
    void unlessDefinedTheDefaultGuardFindsThePrincipal() {
        Channels own =
                new Channels().authorize("orders.{id}", (user, p) -> user.id().equals(p.get("id")));
        BroadcastingAuth auth = BroadcastingAuth.of(AUTHORIZER, own);
        AuthRequest request = AuthRequest.of(subscribing("private-orders.ada"));
        assertThat(auth.handle(request).toCompletableFuture().join().status()).isEqualTo(403);
        assertThat(auth.handle(request.withPrincipal(() -> "ada"))
                        .toCompletableFuture()
                        .join()
                        .status())
                .isEqualTo(200);
    }

    @Test
    void rulesThatAreAddedLaterCount() {
        BroadcastingAuth auth = auth();
        assertThat(ask(auth)).isEqualTo(403);
        channels.authorize("orders.{orderId}", (user, p) -> true);
        assertThat(ask(auth)).isEqualTo(200);
    }

    private static int ask(BroadcastingAuth auth) {
        return auth.handle(subscribing("7", "private-orders.1"))
                .toCompletableFuture()
                .join()
                .status();
    }

    @Test
    void aRuleThatCouldNeverDecideIsRefused() {
        channels.authorize("orders.{orderId}", (user, p) -> true);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> channels.presence("orders.{id}", (user, p) -> Optional.empty()))
                .withMessage("The rule for \"orders.{orderId}\" comes first and matches all that \"orders.{id}\" does");
    }

    @Test
    void anExceptionToARuleIsAddedBeforeIt() {
        channels.authorize("orders.special", (user, p) -> true).authorize("orders.{orderId}", (user, p) -> true);
        assertThat(channels.list()).hasSize(2);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> channels.authorize("orders.other", (user, p) -> true))
                .withMessage(
                        "The rule for \"orders.{orderId}\" comes first and matches all that \"orders.other\" does");
    }

    // ---- parameters ----

    @ParameterizedTest
    @CsvSource({
        "7, 200",
        "-7, 200",
        "0, 200",
        "9223372036854775807, 200",
        "9223372036854775808, 403",
        "007, 403",
        "-0, 403",
        "7a, 403",
        "a, 403",
        "1e3, 403"
    })
    void aNumberIsOne(String id, int status) {
        channels.authorize(
                "orders.{orderId}",
                (user, p) -> Long.toString(p.getLong("orderId")).equals(id));
        assertThat(status("7", "private-orders." + id)).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({
        "123e4567-e89b-12d3-a456-426614174000, 200",
        "123E4567-E89B-12D3-A456-426614174000, 403",
        "1-1-1-1-1, 403",
        "123e4567, 403"
    })
    void aUuidIsOne(String id, int status) {
        channels.authorize("orders.{orderId}", (user, p) -> p.getUuid("orderId").equals(UUID.fromString(id)));
        assertThat(status("7", "private-orders." + id)).isEqualTo(status);
    }

    record OrderId(String text) {
        OrderId {
            if (!text.startsWith("o-")) {
                throw new IllegalArgumentException(text);
            }
        }
    }

    @Test
    void typesOfTheApplicationAreReadByItsConverters() {
        channels.converter(OrderId.class, OrderId::new)
                .authorize(
                        "orders.{orderId}",
                        (user, p) -> p.get("orderId", OrderId.class).equals(new OrderId("o-1")));
        assertThat(status("7", "private-orders.o-1")).isEqualTo(200);
        assertThat(status("7", "private-orders.o-2")).isEqualTo(403);
        assertThat(status("7", "private-orders.1")).isEqualTo(403);
    }

    record Order(long id, String owner) {}

    @Test
    void whatIsBoundIsFoundOrTheAnswerIsNo() {
        Map<Long, Order> orders = Map.of(1L, new Order(1, "7"), 2L, new Order(2, "8"));
        channels.bind("order", Long.class, id -> Optional.ofNullable(orders.get(id)))
                .authorize("orders.{order}.{part}", (user, p) -> {
                    assertThat(p.get("order")).isEqualTo(Long.toString(p.getLong("order")));
                    assertThat(p.names()).containsExactly("order", "part");
                    return p.get("order", Order.class).owner().equals(user.id());
                });
        assertThat(status("7", "private-orders.1.x")).isEqualTo(200);
        assertThat(status("7", "private-orders.2.x")).isEqualTo(403);
        assertThat(status("7", "private-orders.3.x")).isEqualTo(403);
        assertThat(status("7", "private-orders.x.x")).isEqualTo(403);
        assertThat(log.lines().get(1)).endsWith("403: Nothing is found for {order}");
    }

    @Test
    void mistakesInRulesAreToldToTheirAuthors() {
        channels.authorize("a.{id}", (user, p) -> p.get("orderId").isEmpty())
                .authorize("b.{id}", (user, p) -> p.get("id", Order.class).id() == 1);
        assertThat(status("7", "private-a.1")).isEqualTo(500);
        assertThat(status("7", "private-b.1")).isEqualTo(500);
        assertThat(log.lines().get(0))
                .isEqualTo("ERROR A client that wants to join private-a.1 is answered 500:"
                        + " The pattern has no wildcard {orderId}; it has id");
        assertThat(log.lines().get(1)).contains("Nothing is known of parameters of the class ");
    }

    // ---- kinds of rules, and their list ----

    static final class OrderChannel extends ChannelClass {
        @Override
        public Admission join(BroadcastUser user, ChannelParameters parameters) {
            return parameters.getLong("orderId") == 1
                    ? Admission.member(Map.of("name", "Ada"))
                    : Admission.grantedIf(parameters.getLong("orderId") == 2);
        }
    }

    @Test
    void aClassDecidesPerChannel() {
        channels.authorize("orders.{orderId}", new OrderChannel());
        assertThat(text(ask(subscribing("7", "presence-orders.1")))).contains("Ada");
        assertThat(text(ask(subscribing("7", "presence-orders.2"))))
                .contains("channel_data")
                .doesNotContain("user_info");
        assertThat(status("7", "presence-orders.3")).isEqualTo(403);
    }

    @Test
    void accountsOfTheApplicationAreWhatRulesSee() {
        record Account(String id, boolean admin) {}
        channels.guard(Channels.DEFAULT_GUARD, request -> Optional.of(BroadcastUser.of("7", new Account("7", true))))
                .authorize("reports", (user, p) -> user.unwrap(Account.class).admin());
        assertThat(status("-", "private-reports")).isEqualTo(200);
    }

    @Test
    void theListTellsTheRulesInTheirOrder() {
        channels.guard("api", request -> Optional.empty());
        channels.authorize("orders.{orderId}", new OrderChannel())
                .withGuards("api", Channels.DEFAULT_GUARD)
                .presence("rooms.{room}", (user, p) -> Optional.empty());
        assertThat(channels.list())
                .containsExactly(
                        new RuleDescription(
                                "orders.{orderId}", List.of(Channels.DEFAULT_GUARD), OrderChannel.class.getName()),
                        new RuleDescription(
                                "rooms.{room}",
                                List.of("api", Channels.DEFAULT_GUARD),
                                getClass().getName()));
        assertThat(channels.list().get(1))
                .hasToString("rooms.{room}                             api, default         "
                        + "dev.reverb.broadcasting.auth.ChannelRulesTest");
    }

    @Test
    void nothingTellsOfAUser() {
        assertThat(BroadcastUser.of("7", "my-secret")).hasToString("BroadcastUser[7]");
        assertThat(Admission.member("my-secret")).hasToString("Admission[granted]");
        assertThat(Admission.denied()).hasToString("Admission[denied]");
        assertThat(UserProfile.of("my-secret").watching("8")).hasToString("UserProfile[1 watched]");
        assertThat(AuthRequest.of(subscribing("7", "private-x"))).hasToString("AuthRequest[POST /broadcasting/auth]");
    }
}
