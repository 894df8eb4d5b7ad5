package dev.reverb.server.clients;

import dev.reverb.playground.Playground;
import dev.reverb.test.browser.Tab;

/** Tests of the playground as the standalone server has it: at {@code /}, or at the root of the path prefix. */
abstract class PlaygroundCase extends BrowserCase {

    static final Playground PLAYGROUND =
            Playground.of(RunningServer.APPLICATION).at("/");

    final RunningServer startPlayground(String path) {
        return start(settings -> PLAYGROUND.install(settings.path(path)));
    }

    final PlaygroundPage openPlayground(RunningServer server) {
        return openPlayground(server, "");
    }

    final PlaygroundPage openPlayground(RunningServer server, String path) {
        Tab tab = open(server.url(path + "/"));
        return new PlaygroundPage(tab);
    }
}
