package dev.reverb.server.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.application.Application;
import dev.reverb.playground.Playground;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.openqa.selenium.Keys;

/** What the page itself does for its user. No byte of it depends on the transport, so that one is enough. */
@ParameterizedClass(name = "{0}")
@EnumSource(names = "JETTY")
class PlaygroundPageIT extends PlaygroundCase {

    /** Where the pictures go. */
    private static final Path SCREENSHOTS = Path.of(System.getProperty("basedir", "."), "target", "screenshots");

    @Test
    void everyTypeOfChannelCanBeSubscribedTo() {
        PlaygroundPage page = openPlayground(startPlayground(""));
        List<String> types = List.of("public", "private", "presence");
        List<String> names = List.of("orders", "chat", "room");
        for (int i = 0; i < 6; i++) {
            page.click("[value=" + types.get(i % 3) + "]").subscribe(names.get(i % 3));
            page.awaitCount(".badge[data-state=subscribed]", i + 1);
            if (i == 2) {
                page.click("#cache");
            }
        }
        assertThat(page.texts(".channel h3"))
                .containsExactlyInAnyOrder(
                        "orders",
                        "private-chat",
                        "presence-room",
                        "cache-orders",
                        "private-cache-chat",
                        "presence-cache-room");

        page.publish(String.join(" ", page.texts(".channel h3")), "Hello", "1");

        page.tab()
                .await("[...document.querySelectorAll('.last')]"
                        + ".filter((last) => last.textContent === '1 event, the last Hello 1').length === 6");
        page.click("[value=encrypted]").awaitText("#type-hint", "encryptedPrivate()");
        assertThat(page.tab().get("document.getElementById('name-row').hidden")).isEqualTo(true);
        assertThat(page.tab().console()).isEmpty();
    }

    @Test
    void everythingCanBeDoneByKeyboard() {
        RunningServer server = startPlayground("");
        PlaygroundPage page = openPlayground(server);

        // Skips to the log, and goes on from there.
        page.press(Keys.TAB);
        assertThat(page.hasFocus(".skip")).isTrue();

        // The types are radio buttons: one stop, then arrows.
        page.tabTo("[value=public]").press(Keys.ARROW_RIGHT, Keys.ARROW_RIGHT);
        assertThat(page.hasFocus("[value=presence]")).isTrue();
        page.tabTo("#channel-name").tab().pressWith(Keys.CONTROL, "a");
        page.press("room", Keys.ENTER).awaitText(".badge", "subscribed").awaitCount(".member", 1);

        PlaygroundPage other = openPlayground(server);
        other.click("[value=presence]").subscribe("room").awaitCount(".member", 2);
        page.awaitCount(".member", 2).tabTo(".whisper button").press(Keys.ENTER);
        other.awaitText(".last", "client-typing {\"at\":\"the keyboard\"}");

        page.tabTo("#publish-event").tab().pressWith(Keys.CONTROL, "a");
        page.press("Moved").tabTo("#publish-data").tab().pressWith(Keys.CONTROL, "a");
        page.press("{\"x\":1}").tab().pressWith(Keys.CONTROL, Keys.ENTER);
        page.awaitText(".answer", "200").awaitText(".last", "Moved {\"x\":1}");

        // Tabs are one stop, then arrows.
        page.tabTo("#tab-http").press(Keys.ARROW_RIGHT);
        assertThat(page.hasFocus("#tab-curl")).isTrue();
        page.awaitText("#panel-code", "curl ");

        page.tabTo(".rows summary").press(Keys.ENTER).awaitCount(".rows details[open]", 1);
        page.tabTo(".channel-head button[aria-label^=Leave]").press(Keys.ENTER);
        page.awaitCount(".channel", 0);
        assertThat(page.hasFocus("#channel-name")).isTrue();
        other.awaitCount(".member", 1);
    }

    @Test
    void itFitsScreensOfAllSizesLightAndDark() throws IOException {
        PlaygroundPage page = openPlayground(startPlayground(""));
        page.click("[value=presence]").subscribe("room").awaitCount(".member", 1);
        page.publish("presence-room", "OrderShipped", "{\"id\": 42}").awaitText(".last", "1 event");
        page.signIn("ada-l", "grace-h dennis-r").awaitUser(3, "offline");

        for (String theme : List.of("Light", "Dark")) {
            page.click("#theme").awaitText("#theme", theme);
            for (int width : List.of(1440, 820, 360)) {
                page.tab().resize(width, 1000);
                page.tab().await("innerWidth === " + width);
                assertThat((long) page.tab().get("document.documentElement.scrollWidth"))
                        .as("the page's width on a screen of " + width)
                        .isLessThanOrEqualTo(width);
                page.tab().screenshot(SCREENSHOTS.resolve("playground-" + theme.toLowerCase() + "-" + width + ".png"));
            }
        }
    }

    @Test
    void anEventIsKeptFromItsAuthor() {
        PlaygroundPage page = openPlayground(startPlayground(""));
        page.subscribe("cache-price").awaitText(".badge", "subscribed");
        page.click("#publish-exclude").publish("cache-price", "Changed", "1").awaitText(".answer", "200");
        page.click("#publish-exclude").publish("cache-price", "Changed", "2");

        page.awaitText(".last", "1 event, the last Changed 2");
    }

    @Test
    void aUserSignsInAsAnotherAndOut() {
        RunningServer server = startPlayground("");
        PlaygroundPage watcher = openPlayground(server);
        watcher.signIn("watcher", "ada grace").awaitUser(3, "offline");

        PlaygroundPage page = openPlayground(server);
        page.subscribe("orders").awaitText(".badge", "subscribed");
        page.signIn("ada", "").awaitUser(1, "signed in").awaitText("#panel-usage", "echo.connector.signin()");
        watcher.awaitUser(2, "online").awaitUser(3, "offline");

        page.signIn("grace", "").awaitUser(1, "signed in").awaitText(".badge", "subscribed");
        watcher.awaitUser(2, "offline").awaitUser(3, "online");
        assertThat(page.texts("#users h3")).containsExactly("grace (you)");

        page.click("#sign-out").awaitCount("#users > *", 0).awaitText(".badge", "subscribed");
        watcher.awaitUser(2, "offline").awaitUser(3, "offline");
        assertThat(page.hasFocus("#signin-id")).isTrue();
        assertThat(page.tab().console()).isEmpty();
    }

    @Test
    void aSignInThatIsRefusedSaysWhy() {
        PlaygroundPage page = openPlayground(startPlayground(""));
        page.signIn(" ", "").awaitText("#signin-error", "A user needs an id");
        page.signIn("a b", "").awaitText("#signin-error", "no spaces");

        String tooMany = IntStream.rangeClosed(1, 101).mapToObj(String::valueOf).collect(Collectors.joining(" "));
        page.tab().run("document.getElementById('watchlist').value = arguments[0]", tooMany);
        page.type("#signin-id", "ada").click("#sign-in").awaitUser(1, "refused");
        page.awaitText("#signin-error", "at most 100 users").awaitUser(2, "not known");

        page.type("#watchlist", "grace")
                .click("#sign-in")
                .awaitUser(1, "signed in")
                .awaitUser(2, "offline");
        page.awaitText("#signin-error:empty", "");
    }

    @Test
    void aCardTellsHowManySubscribe() {
        Application counting = Application.builder("app-1", "key-1", "secret-1")
                .subscriptionCountEvents(true)
                .build();
        RunningServer server = start(settings -> Playground.of(counting).at("/").install(settings), counting);
        PlaygroundPage page = openPlayground(server);
        page.subscribe("orders").awaitText(".count", "1 subscriber");
        assertThat(page.texts("#panel-usage pre")).first().asString().contains("pusher:subscription_count");

        PlaygroundPage other = openPlayground(server);
        other.subscribe("orders").awaitText(".count", "2 subscribers");
        page.awaitText(".count", "2 subscribers");
        other.tab().close();
        page.awaitText(".count", "1 subscriber");
    }

    @Test
    void aRefusedSubscriptionSaysWhyAndCanBeTriedAgain() {
        PlaygroundPage page = openPlayground(startPlayground(""));
        page.click("[value=presence]").type("#user-id", " ").subscribe("room").awaitText(".badge", "refused");
        page.awaitText(".channel .error", "A presence channel needs a user_id");

        page.type("#user-id", "7").click(".channel-head button").awaitText(".badge", "subscribed");
    }

    @Test
    void whatIsWrongInTheFormsIsSaidBesideThem() {
        PlaygroundPage page = openPlayground(startPlayground(""));
        page.subscribe("no spaces").awaitText("#name-error", "letters, digits");
        page.publish("orders", "Event", "{").awaitText("#publish-error", "The data is not JSON");
        page.publish(" ", "Event", "1").awaitText("#publish-error", "Name a channel");
    }
}
