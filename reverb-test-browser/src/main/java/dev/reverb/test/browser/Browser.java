package dev.reverb.test.browser;

import java.time.Duration;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/**
 * Headless Chromium: the distribution's own, driven by the distribution's ChromeDriver. One process serves all tests,
 * and each page is a window of its own. Pages of different servers share nothing, since they are of different origins.
 *
 * <p>{@code ./verify} names the two in the properties {@code reverb.chromium} and {@code reverb.chromedriver}; without,
 * they are looked for on the path, and tests that find none are skipped.
 */
public final class Browser implements AutoCloseable {

    /** How long a page may take for one step; far more than any needs, on a busy machine too. */
    public static final Duration PATIENCE = Duration.ofSeconds(30);

    /** It warns that it has no classes for the newest Chromium's developer tools, which nobody needs. */
    private static final Logger TOOLS_LOG = Logger.getLogger("org.openqa.selenium.devtools.CdpVersionFinder");

    private static final String[] ARGUMENTS = {
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--disable-dev-shm-usage",
        "--ignore-certificate-errors",
        "--window-size=1440,1000",
        // No page of a test talks to anybody but the test's own server.
        "--no-first-run",
        "--no-default-browser-check",
        "--no-proxy-server",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-default-apps",
        "--disable-sync",
        // Windows that are not in front keep their timers.
        "--disable-background-timer-throttling",
        "--disable-backgrounding-occluded-windows",
        "--disable-renderer-backgrounding"
    };

    private final ChromeDriver driver;
    private final String firstWindow;
    private String front;

    private Browser(ChromeDriver driver) {
        this.driver = driver;
        this.firstWindow = driver.getWindowHandle();
        this.front = firstWindow;
    }

    public static Browser start() {
        TOOLS_LOG.setLevel(Level.SEVERE);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(
                Executables.require("Chromium", "reverb.chromium", "chromium", "chromium-browser", "google-chrome"));
        options.addArguments(ARGUMENTS);
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.WARNING);
        options.setCapability(ChromeOptions.LOGGING_PREFS, logs);
        ChromeDriverService service = ChromeDriverService.createDefaultService();
        service.setExecutable(Executables.require("ChromeDriver", "reverb.chromedriver", "chromedriver")
                .getPath());
        ChromeDriver driver = new ChromeDriver(service, options);
        driver.manage().timeouts().scriptTimeout(PATIENCE.plusSeconds(5)).pageLoadTimeout(PATIENCE);
        return new Browser(driver);
    }

    /** Opens a page in a window of its own. */
    public Tab open(String url) {
        driver.switchTo().newWindow(WindowType.TAB);
        front = driver.getWindowHandle();
        driver.get(url);
        return new Tab(this, front);
    }

    /** The driver, turned to a window. */
    ChromeDriver turnTo(String window) {
        if (!window.equals(front)) {
            driver.switchTo().window(window);
            front = window;
        }
        return driver;
    }

    /** Closes a window; does nothing where that has been done. */
    void close(String window) {
        if (driver.getWindowHandles().contains(window)) {
            turnTo(window).close();
            turnTo(firstWindow);
        }
    }

    /** Drops what pages have complained about until now. */
    public void forgetConsole() {
        driver.manage().logs().get(LogType.BROWSER);
    }

    @Override
    public void close() {
        driver.quit();
    }
}
