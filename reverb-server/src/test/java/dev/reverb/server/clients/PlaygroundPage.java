package dev.reverb.server.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.test.browser.Tab;
import java.util.List;
import org.openqa.selenium.Keys;

/** The playground in a window, by what a user does there. */
final class PlaygroundPage {

    private static final int MOST_STOPS = 120;

    private final Tab tab;

    /** Waits until the page is connected. */
    PlaygroundPage(Tab tab) {
        this.tab = tab;
        awaitText("#state-name", "Connected");
    }

    Tab tab() {
        return tab;
    }

    PlaygroundPage click(String selector) {
        tab.click(selector);
        return this;
    }

    PlaygroundPage type(String selector, String text) {
        tab.type(selector, text);
        return this;
    }

    PlaygroundPage subscribe(String channel) {
        return type("#channel-name", channel).click("#subscribe-form .primary");
    }

    PlaygroundPage signIn(String id, String watchlist) {
        return type("#signin-id", id).type("#watchlist", watchlist).click("#sign-in");
    }

    PlaygroundPage publish(String channels, String event, String data) {
        return type("#publish-channels", channels)
                .type("#publish-event", event)
                .type("#publish-data", data)
                .click("#publish-form .primary");
    }

    /** Waits until the card of the user who signed in, 1, or of one who is watched says how they are. */
    PlaygroundPage awaitUser(int card, String state) {
        return awaitText("#users > :nth-child(" + card + ") .badge", state);
    }

    /** Waits until the text of the first such element contains something. */
    PlaygroundPage awaitText(String selector, String text) {
        tab.await("document.querySelector('%s')?.textContent.includes('%s')".formatted(selector, text));
        return this;
    }

    PlaygroundPage awaitCount(String selector, int count) {
        tab.await("document.querySelectorAll('%s').length === %d".formatted(selector, count));
        return this;
    }

    List<String> texts(String selector) {
        return tab.texts(selector);
    }

    /** Goes on by the Tab key until such an element has the focus, and sees that the user can see it. */
    PlaygroundPage tabTo(String selector) {
        for (int stops = 0; !hasFocus(selector); stops++) {
            assertThat(stops).as("stops on the way to " + selector).isLessThan(MOST_STOPS);
            tab.press(Keys.TAB);
        }
        assertThat(tab.get("document.activeElement.matches(':focus-visible')")).isEqualTo(true);
        return this;
    }

    boolean hasFocus(String selector) {
        return Boolean.TRUE.equals(tab.get("document.activeElement.matches(arguments[0])", selector));
    }

    PlaygroundPage press(CharSequence... keys) {
        tab.press(keys);
        return this;
    }
}
