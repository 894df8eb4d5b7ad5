package dev.reverb.server.playground;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/**
 * A headless Chromium with the playground in it. {@code ./verify} names the browser and its driver in the properties {@code
 * reverb.chromium} and {@code reverb.chromedriver}; without, they are looked for on the path, and a test that finds none is
 * skipped.
 */
final class Browser implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration POLL = Duration.ofMillis(50);

    private final ChromeDriver driver;

    private Browser(ChromeDriver driver) {
        this.driver = driver;
    }

    static Browser start() {
        Optional<File> chromium = executable("reverb.chromium", "chromium", "chromium-browser", "google-chrome");
        Optional<File> chromedriver = executable("reverb.chromedriver", "chromedriver");
        assumeTrue(chromium.isPresent() && chromedriver.isPresent(), "needs Chromium and ChromeDriver");
        ChromeOptions options = new ChromeOptions();
        options.setBinary(chromium.orElseThrow());
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--window-size=1440,1000");
        // For the self-signed certificates of tests over TLS.
        options.setAcceptInsecureCerts(true);
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.WARNING);
        options.setCapability(ChromeOptions.LOGGING_PREFS, logs);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(chromedriver.orElseThrow())
                .usingAnyFreePort()
                .build();
        return new Browser(new ChromeDriver(service, options));
    }

    private static Optional<File> executable(String property, String... names) {
        String named = System.getProperty(property);
        if (named != null) {
            return Optional.of(new File(named));
        }
        return Arrays.stream(
                        Objects.requireNonNullElse(System.getenv("PATH"), "").split(File.pathSeparator))
                .flatMap(folder -> Arrays.stream(names).map(name -> new File(folder, name)))
                .filter(File::canExecute)
                .findFirst();
    }

    /** Opens the page and waits until it is connected. */
    Browser open(String url) {
        driver.get(url);
        awaitText("#state-name", "Connected");
        return this;
    }

    /** Opens a second tab, which the following calls are about; a number that {@link #switchTo} takes is its place. */
    Browser openTab(String url) {
        driver.switchTo().newWindow(WindowType.TAB);
        return open(url);
    }

    Browser switchTo(int tab) {
        driver.switchTo().window(List.copyOf(driver.getWindowHandles()).get(tab));
        return this;
    }

    void closeTab() {
        driver.close();
    }

    Browser type(String selector, String text) {
        WebElement field = find(selector);
        field.clear();
        field.sendKeys(text);
        return this;
    }

    Browser click(String selector) {
        find(selector).click();
        return this;
    }

    void run(String script) {
        driver.executeScript(script);
    }

    Browser subscribe(String channel) {
        return type("#channel-name", channel).click("#subscribe-form .primary");
    }

    Browser publish(String channels, String event, String data) {
        return type("#publish-channels", channels)
                .type("#publish-event", event)
                .type("#publish-data", data)
                .click("#publish-form .primary");
    }

    /** Waits until the text of the first such element contains something. */
    void awaitText(String selector, String text) {
        await(() -> texts(selector).stream().findFirst().orElse("").contains(text), selector, text);
    }

    void awaitCount(String selector, int count) {
        await(() -> texts(selector).size() == count, selector, count + " of them");
    }

    private void await(BooleanSupplier condition, String selector, String wanted) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError(selector + " says " + texts(selector) + ", not " + wanted + ". The log says "
                        + texts(".rows summary") + ", the console " + console());
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    List<String> texts(String selector) {
        Object texts = driver.executeScript(
                "return [...document.querySelectorAll(arguments[0])].map((element) => element.textContent)", selector);
        return ((List<?>) Objects.requireNonNull(texts))
                .stream().map(String::valueOf).toList();
    }

    /** What the browser complains about: broken scripts, and what the page's security policy forbids. */
    List<String> console() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .map(LogEntry::getMessage)
                .toList();
    }

    private WebElement find(String selector) {
        return driver.findElement(By.cssSelector(selector));
    }

    @Override
    public void close() {
        driver.quit();
    }
}
