package dev.reverb.server.clients;

import dev.reverb.Publication;
import dev.reverb.test.browser.Tab;

/** Tests of signed-in users in a browser. */
abstract class SignInCase extends BrowserCase {

    /** Notes what is told to the user of a page. */
    static final String LISTEN = """
            pusher.user.bind('note', note('note'));
            pusher.user.bind('fence', note('fence'));
            pusher.user.bind('pusher:signin_error', note('refused'));
            pusher.user.watchlist.bind('online', (event) => note('online')(event.user_ids));
            pusher.user.watchlist.bind('offline', (event) => note('offline')(event.user_ids));
            """;

    /** Opens a page whose user signs in, and hears what it is told as that user. */
    final Tab signIn(Site server, String user, String... watched) {
        Tab tab = openPusher(server, user, watched);
        tab.run(LISTEN + "pusher.signin();");
        tab.await("pusher.user.serverToUserChannel?.subscribed");
        return tab;
    }

    static void send(RunningServer server, String user, String event, String data) {
        server.publish(Publication.toUser(user, event, data));
    }
}
