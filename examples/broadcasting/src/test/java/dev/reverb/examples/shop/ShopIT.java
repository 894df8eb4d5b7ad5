package dev.reverb.examples.shop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.examples.shop.model.User;
import dev.reverb.test.browser.Browser;
import dev.reverb.test.browser.Tab;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The shop in Chromium, by each call that Echo's documentation has. */
class ShopIT {

    private static Browser browser;

    private final Deque<Tab> tabs = new ArrayDeque<>();
    private ShopServer server;
    private Shop shop;

    @BeforeAll
    static void startBrowser() {
        browser = Browser.start();
    }

    @AfterAll
    static void stopBrowser() {
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void open() {
        browser.forgetConsole();
        server = ShopServer.open("127.0.0.1", 0);
        shop = server.shop();
    }

    @AfterEach
    void close() {
        tabs.forEach(Tab::close);
        server.close();
    }

    /** Each user has a host of their own, and so a cookie. */
    private ShopPage page(String host) {
        Tab tab = browser.open("http://" + host + ".localhost:" + server.port() + "/");
        tabs.push(tab);
        return new ShopPage(tab);
    }

    private ShopPage signedIn(String name) {
        return page(name).signIn(name);
    }

    private User user(String name) {
        return server.records().user(name);
    }

    // ---- public channels ----

    @Test
    void channelAndListenWithoutADot() {
        ShopPage guest = page("guest");

        shop.place(user("bob"), 1);

        guest.awaitText("#stock-1", "9");
        assertThat(guest.console()).isEmpty();
    }

    @Test
    void listenWithADot() {
        ShopPage guest = page("guest");

        shop.reducePrice(1, new BigDecimal("3.90"));

        guest.awaitText("#price-1", "3.9");
    }

    @Test
    void listenToAllAndStopListeningToAll() {
        ShopPage guest = page("guest");

        shop.place(user("bob"), 2);
        shop.reducePrice(2, new BigDecimal("9.00")); // is no reduction
        shop.reducePrice(2, new BigDecimal("8.00"));
        shop.announce("We close at six");
        guest.awaitLine("#activity", ".Announcement {\"text\":\"We close at six\"}");

        assertThat(guest.texts("#activity li"))
                .containsExactly(
                        "StockChanged {\"id\":2,\"stock\":4}",
                        ".price.reduced {\"id\":2,\"price\":8,\"before\":9}",
                        ".Announcement {\"text\":\"We close at six\"}");

        guest.run("echo.channel('shop').stopListeningToAll().listen('.Announcement', note('told'))");
        shop.announce("We open at eight");
        guest.awaitNote("told");
        assertThat(guest.texts("#activity li")).hasSize(3);
    }

    @Test
    void listenOnEchoItself() {
        ShopPage guest = page("guest");
        guest.run("echo.listen('shop', 'StockChanged', note('told'))");

        shop.place(user("bob"), 1);

        assertThat(guest.awaitNote("told")).isEqualTo(Map.of("id", 1L, "stock", 9L));
    }

    @Test
    void stopListening() {
        ShopPage guest = page("guest");
        guest.run("echo.channel('shop').stopListening('StockChanged')");

        shop.place(user("bob"), 1);
        guest.awaitLine("#activity", "StockChanged {\"id\":1,\"stock\":9}");

        assertThat(guest.text("#stock-1")).isEqualTo("10");
    }

    @Test
    void subscribed() {
        ShopPage guest = page("guest");
        guest.run("echo.channel('news').subscribed(note('subscribed'))");

        guest.awaitNote("subscribed");
    }

    @Test
    void socketIdAndConnectionStatus() {
        ShopPage guest = page("guest");

        assertThat(guest.get("echo.socketId()").toString()).matches("\\d+\\.\\d+");
        assertThat(guest.get("echo.connectionStatus()")).isEqualTo("connected");

        guest.run("echo.disconnect()");
        assertThat(guest.get("echo.connectionStatus()")).isEqualTo("disconnected");
    }

    // ---- private and encrypted channels ----

    @Test
    void privateChannels() {
        ShopPage alice = signedIn("alice");
        long order = alice.order();

        shop.ship(order, "Wonderland 1");

        alice.awaitText("#order-" + order + " span", "shipped to Wonderland 1");
    }

    @Test
    void entityEvents() {
        ShopPage alice = signedIn("alice");
        long order = alice.order();
        alice.run("echo.private('orders." + order + "').listen('.OrderUpdated', note('updated'))");

        shop.pack(order);

        alice.awaitText("#order-" + order + " span", "packed");
        assertThat(alice.awaitNote("updated"))
                .isEqualTo(Map.of(
                        "model",
                        Map.of("id", order, "customer", user("alice").id(), "product", 1L, "status", "packed")));
    }

    @Test
    void errorOnRefusal() {
        long order = shop.place(user("alice"), 1).id();
        ShopPage bob = signedIn("bob");

        bob.run("echo.private('orders." + order + "').error((error) => note('refused')(error.status))");
        assertThat(bob.awaitNote("refused")).isEqualTo(403L);

        bob.run("echo.private('orders.1000').error((error) => note('unknown')(error.status))");
        assertThat(bob.awaitNote("unknown")).isEqualTo(403L);

        bob.run("echo.join('vault').error((error) => note('no rule')(error.status))");
        assertThat(bob.awaitNote("no rule")).isEqualTo(403L);
    }

    @Test
    void errorWhereNobodyIsSignedIn() {
        ShopPage guest = page("guest");

        guest.run("echo.join('chat.lobby').error((error) => note('refused')(error.status))");

        assertThat(guest.awaitNote("refused")).isEqualTo(403L);
    }

    @Test
    void encryptedPrivateChannels() {
        ShopPage alice = signedIn("alice");
        long order = alice.order();
        alice.run("echo.connector.pusher.connection.bind('message', (message) => note(message.event)(message.data))");

        alice.pay(order);

        alice.awaitText("#order-" + order + " span", "paid with card …4242");
        assertThat(alice.notes("App\\\\Events\\\\PaymentReceived"))
                .as("what came over the wire")
                .singleElement()
                .satisfies(data ->
                        assertThat(data.toString()).contains("ciphertext").doesNotContain("4242"));
    }

    // ---- presence channels ----

    @Test
    void joinHereJoiningAndLeaving() {
        ShopPage alice = signedIn("alice");
        alice.awaitText("#members", "alice");

        ShopPage bob = signedIn("bob");
        alice.awaitText("#members", "alice, bob");
        bob.await("echo.join('chat.lobby').subscription.members.count === 2");

        bob.click("#leave-room");
        alice.awaitText("#members", "alice");
    }

    @Test
    void toOthers() {
        ShopPage alice = signedIn("alice");
        ShopPage bob = signedIn("bob");

        bob.say("Hello");
        alice.awaitLine("#messages", "bob: Hello");
        alice.say("Hello yourself");
        bob.awaitLine("#messages", "alice: Hello yourself");

        assertThat(bob.texts("#messages li")).containsExactly("bob: Hello", "alice: Hello yourself");
        assertThat(alice.texts("#messages li")).containsExactly("bob: Hello", "alice: Hello yourself");
    }

    @Test
    void whisper() {
        ShopPage alice = signedIn("alice");
        ShopPage bob = signedIn("bob");

        alice.type("Hel");

        bob.awaitText("#typing", "alice is typing");
        assertThat(alice.text("#typing")).isEmpty();
    }

    @Test
    void stopListeningForWhisper() {
        ShopPage alice = signedIn("alice");
        ShopPage bob = signedIn("bob");
        bob.click("#show-typing");

        alice.say("Hello"); // and whispers while it is typed
        bob.awaitLine("#messages", "alice: Hello");

        assertThat(bob.text("#typing")).isEmpty();
    }

    // ---- users ----

    @Test
    void notification() {
        ShopPage alice = signedIn("alice");
        String channel = "App.Models.User." + user("alice").id();
        alice.awaitSubscribed("private-" + channel);
        alice.run("echo.private('" + channel + "').notification(note('notified'))");

        shop.readyToFetch(user("alice"), 7);

        alice.awaitLine("#notifications", "App\\\\Notifications\\\\OrderReady: Your order 7 can be fetched");
        assertThat(alice.awaitNote("notified"))
                .asInstanceOf(InstanceOfAssertFactories.map(String.class, Object.class))
                .containsEntry("order", 7L)
                .containsEntry("type", "App\\Notifications\\OrderReady")
                .hasEntrySatisfying("id", id -> assertThat(id.toString()).hasSize(36));
    }

    @Test
    void stopListeningForNotification() {
        ShopPage alice = signedIn("alice");
        String channel = "App.Models.User." + user("alice").id();
        alice.awaitSubscribed("private-" + channel);
        alice.run("const user = echo.private('" + channel + "'); const told = note('told');"
                + "user.notification(told); user.stopListeningForNotification(told); user.notification(note('still'))");

        shop.readyToFetch(user("alice"), 7);

        alice.awaitNote("still");
        assertThat(alice.notes("told")).isEmpty();
    }

    @Test
    void signIn() {
        ShopPage alice = signedIn("alice");
        alice.await("echo.connector.pusher.user.user_data");
        Tab second = browser.open("http://alice.localhost:" + server.port() + "/");
        tabs.push(second);
        ShopPage other = new ShopPage(second).signIn("alice");
        other.await("echo.connector.pusher.user.user_data");

        alice.intoBasket();

        other.awaitText("#basket", "1");
        alice.awaitText("#basket", "1");
    }

    // ---- leaving ----

    @Test
    void leave() {
        ShopPage alice = signedIn("alice");
        alice.run("echo.channel('news'); echo.private('news'); echo.channel('newspaper')");

        alice.run("echo.leave('news')");
        alice.run("echo.leave('chat.lobby')");

        assertThat(alice.channels())
                .isEqualTo("newspaper private-App.Models.User." + user("alice").id() + " shop");
    }

    @Test
    void leaveChannel() {
        ShopPage alice = signedIn("alice");
        long order = alice.order();

        alice.run("echo.leaveChannel('private-orders." + order + "')");
        awaitEmpty("private-orders." + order);

        assertThat(alice.channels().toString())
                .contains("private-encrypted-payments." + order)
                .doesNotContain("private-orders." + order);
    }

    @Test
    void leaveAllChannels() {
        ShopPage alice = signedIn("alice");
        long order = alice.order();

        alice.click("#logout");
        awaitEmpty("private-orders." + order);
        awaitEmpty("presence-chat.lobby");

        alice.await("document.getElementById('login').hidden === false");
        assertThat(alice.channels()).as("what everybody listens to, again").isEqualTo("shop");
        shop.place(user("bob"), 1);
        alice.awaitText("#stock-1", "8");
    }

    /** Waits until the server knows that nobody is on a channel any more. */
    private void awaitEmpty(String channel) {
        long deadline = System.nanoTime() + Browser.PATIENCE.toNanos();
        while (server.reverb()
                .channel("shop", channel)
                .toCompletableFuture()
                .join()
                .occupied()) {
            assertThat(System.nanoTime()).as("%s is left in time", channel).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }
}
