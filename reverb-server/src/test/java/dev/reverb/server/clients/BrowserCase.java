package dev.reverb.server.clients;

import dev.reverb.test.browser.Browser;
import dev.reverb.test.browser.Tab;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;

/** Tests of clients in a browser. */
abstract class BrowserCase extends ClientCase {

    @Running
    private Browser browser;

    @BeforeEach
    final void forgetConsole() {
        browser.forgetConsole();
    }

    /** Opens any page. */
    final Tab open(String url) {
        return closeLater(browser.open(url));
    }

    /** Opens a page of a server for a user, not yet connected. */
    final Tab open(Site server, String user) {
        return open(server.url("/client/"), server.application().key(), user, 1);
    }

    final Tab open(String url, String key, String user, int hurry, String... watched) {
        return open(url + "?key=" + encode(key) + "&user=" + encode(user) + "&hurry=" + hurry + "&watchlist="
                + encode(String.join(",", watched)));
    }

    private static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    /** Opens a page that is connected by laravel-echo. */
    final Tab openEcho(Site server, String user) {
        Tab tab = open(server, user);
        tab.run("connectEcho()");
        tab.await("echo.connectionStatus() === 'connected'");
        return tab;
    }

    /** Opens a page that is connected by pusher-js alone, and watches some users once it signs in. */
    final Tab openPusher(Site server, String user, String... watched) {
        Tab tab = open(server.url("/client/"), server.application().key(), user, 1, watched);
        tab.run("connectPusher()");
        tab.await("pusher.connection.state === 'connected'");
        return tab;
    }
}
