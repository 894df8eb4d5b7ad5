package dev.reverb.server.clients;

import java.util.List;
import java.util.Map;
import org.openqa.selenium.chrome.ChromeDriver;

/** A page in the browser. Scripts are what an application's developer would write; see {@code page.js} for the rest. */
final class Tab implements AutoCloseable {

    /** Looks at a condition again and again, until it holds or has not for too long. */
    private static final String AWAIT = """
            const [condition, patience, done] = arguments;
            const holds = new Function('return (' + condition + ')');
            const deadline = performance.now() + patience;
            (function look() {
                let value;
                let problem = 'it does not hold';
                try {
                    value = holds();
                } catch (error) {
                    problem = String(error);
                }
                if (value) {
                    done({ value });
                } else if (performance.now() < deadline) {
                    setTimer(look, 5);
                } else {
                    done({ problem: condition + ': ' + problem + '; noted: ' + JSON.stringify(notes) });
                }
            })();
            """;

    private final ChromeDriver driver;
    private final String window;
    private final String otherWindow;

    Tab(ChromeDriver driver, String window, String otherWindow) {
        this.driver = driver;
        this.window = window;
        this.otherWindow = otherWindow;
    }

    /** Runs statements; the arguments are {@code arguments[0]} and so on. */
    void run(String script, Object... arguments) {
        front().executeScript(script, arguments);
    }

    /** The value of an expression. */
    Object get(String expression) {
        return front().executeScript("return (" + expression + ")");
    }

    /** Waits until an expression is true, in the sense of JavaScript, and returns its value. */
    Object await(String condition) {
        Object outcome = front().executeAsyncScript(AWAIT, condition, Browser.PATIENCE.toMillis());
        if (outcome instanceof Map<?, ?> map && map.get("problem") instanceof String problem) {
            throw new AssertionError("Waited in vain for " + problem);
        }
        return outcome instanceof Map<?, ?> map ? map.get("value") : outcome;
    }

    /** Waits until something has been noted so many times, and returns all that was noted by that name. */
    List<Object> await(String name, int times) {
        await("count('" + name + "') >= " + times);
        return notes(name);
    }

    /** Waits until something has been noted, and returns what came first. */
    Object awaitNote(String name) {
        return await(name, 1).get(0);
    }

    /** All that has been noted by a name until now. */
    @SuppressWarnings("unchecked")
    List<Object> notes(String name) {
        return (List<Object>) get("notes['" + name + "'] ?? []");
    }

    private ChromeDriver front() {
        driver.switchTo().window(window);
        return driver;
    }

    /** Closes the window, as its user would. */
    @Override
    public void close() {
        if (driver.getWindowHandles().contains(window)) {
            front().close();
            driver.switchTo().window(otherWindow);
        }
    }
}
