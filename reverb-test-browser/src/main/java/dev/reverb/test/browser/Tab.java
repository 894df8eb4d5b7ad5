package dev.reverb.test.browser;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;

/** A page in the browser. Scripts are what an application's developer would write; see {@code page.js} for the rest. */
public final class Tab implements AutoCloseable {

    /** Looks at a condition again and again, until it holds or has not for too long. */
    private static final String AWAIT = """
            const [patience, done] = arguments;
            const deadline = performance.now() + patience;
            (function look() {
                let value;
                let problem = 'it does not hold';
                try {
                    value = (CONDITION);
                } catch (error) {
                    problem = String(error);
                }
                if (value) {
                    done({ value });
                } else if (performance.now() < deadline) {
                    setTimeout(look, 5);
                } else {
                    const noted = typeof notes === 'undefined' ? document.body.innerText : JSON.stringify(notes);
                    done({ problem: `${problem}; the page says: ${noted}` });
                }
            })();
            """;

    private final Browser browser;
    private final String window;

    Tab(Browser browser, String window) {
        this.browser = browser;
        this.window = window;
    }

    // ---- what a developer writes ----

    /** Runs statements; the arguments are {@code arguments[0]} and so on. */
    public void run(String script, Object... arguments) {
        front().executeScript(script, arguments);
    }

    /** The value of an expression. */
    public @Nullable Object get(String expression, Object... arguments) {
        return front().executeScript("return (" + expression + ")", arguments);
    }

    /** Waits until an expression is true, in the sense of JavaScript, and returns its value. */
    public @Nullable Object await(String condition) {
        String script = AWAIT.replace("CONDITION", condition);
        Map<?, ?> outcome =
                (Map<?, ?>) Objects.requireNonNull(front().executeAsyncScript(script, Browser.PATIENCE.toMillis()));
        if (outcome.get("problem") instanceof String problem) {
            throw new AssertionError("Waited in vain for " + condition + ": " + problem);
        }
        return outcome.get("value");
    }

    /** Waits until something has been noted so many times, and returns all that was noted by that name. */
    public List<Object> await(String name, int times) {
        await("count('" + name + "') >= " + times);
        return notes(name);
    }

    /** Waits until something has been noted, and returns what came first. */
    public Object awaitNote(String name) {
        return await(name, 1).get(0);
    }

    /** All that has been noted by a name until now. */
    @SuppressWarnings("unchecked")
    public List<Object> notes(String name) {
        return (List<Object>) Objects.requireNonNull(get("notes['" + name + "'] ?? []"));
    }

    // ---- what a user does and sees ----

    public void click(String selector) {
        find(selector).click();
    }

    public void type(String selector, String text) {
        WebElement field = find(selector);
        field.clear();
        field.sendKeys(text);
    }

    private WebElement find(String selector) {
        return front().findElement(By.cssSelector(selector));
    }

    /** Presses keys, one after the other, wherever the focus is. */
    public void press(CharSequence... keys) {
        new Actions(front()).sendKeys(keys).perform();
    }

    /** Presses a key while another one is held. */
    public void pressWith(CharSequence held, CharSequence key) {
        new Actions(front()).keyDown(held).sendKeys(key).keyUp(held).perform();
    }

    /** The text of every such element. */
    public List<String> texts(String selector) {
        List<?> texts = (List<?>) Objects.requireNonNull(
                get("[...document.querySelectorAll(arguments[0])].map((element) => element.textContent)", selector));
        return texts.stream().map(String::valueOf).toList();
    }

    /** What the browser has complained about since it was last asked: broken scripts, and what a page's policy forbids. */
    public List<String> console() {
        return front().manage().logs().get(LogType.BROWSER).getAll().stream()
                .map(LogEntry::getMessage)
                .toList();
    }

    /** Lays the page out as for a screen of this size, in CSS pixels. */
    public void resize(int width, int height) {
        front().executeCdpCommand(
                        "Emulation.setDeviceMetricsOverride",
                        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    public void screenshot(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, front().getScreenshotAs(OutputType.BYTES));
    }

    private ChromeDriver front() {
        return browser.turnTo(window);
    }

    /** Closes the window, as its user would. */
    @Override
    public void close() {
        browser.close(window);
    }
}
