package dev.reverb.server.clients;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.openqa.selenium.PageLoadStrategy;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/**
 * Headless Chromium: the distribution's own, driven by the distribution's ChromeDriver. One process serves all tests,
 * and each page is a window of its own. Pages of different servers share nothing, since they are of different origins.
 *
 * <p>The two are looked for where {@code reverb.chromium} and {@code reverb.chromedriver} say, then on the {@code PATH}.
 */
final class Browser implements AutoCloseable {

    /** How long a page may take for one step; far more than any needs, on a busy machine too. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    /** It warns that it has no classes for the newest Chromium's developer tools, which nobody needs. */
    private static final Logger TOOLS_LOG = Logger.getLogger("org.openqa.selenium.devtools.CdpVersionFinder");

    private final ChromeDriver driver;
    private final String firstWindow;

    private Browser(ChromeDriver driver) {
        this.driver = driver;
        this.firstWindow = driver.getWindowHandle();
    }

    static Browser start() {
        TOOLS_LOG.setLevel(Level.SEVERE);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(find("reverb.chromium", "chromium", "chromium-browser", "google-chrome"));
        options.setPageLoadStrategy(PageLoadStrategy.NORMAL);
        options.addArguments(
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--ignore-certificate-errors",
                "--disable-dev-shm-usage",
                // No page of a test talks to anybody but the test's own server.
                "--no-first-run",
                "--no-default-browser-check",
                "--no-proxy-server",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-default-apps",
                "--disable-sync",
                "--metrics-recording-only",
                // Windows that are not in front keep their timers.
                "--disable-background-timer-throttling",
                "--disable-backgrounding-occluded-windows",
                "--disable-renderer-backgrounding");
        ChromeDriverService service = ChromeDriverService.createDefaultService();
        service.setExecutable(find("reverb.chromedriver", "chromedriver").getPath());
        ChromeDriver driver = new ChromeDriver(service, options);
        driver.manage().timeouts().scriptTimeout(PATIENCE.plusSeconds(5)).pageLoadTimeout(PATIENCE);
        return new Browser(driver);
    }

    private static File find(String property, String... names) {
        String given = System.getProperty(property, "");
        Stream<Path> candidates = given.isEmpty()
                ? Arrays.stream(names)
                        .flatMap(name -> Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                                .map(folder -> Path.of(folder, name)))
                : Stream.of(Path.of(given));
        return candidates
                .filter(Files::isExecutable)
                .findFirst()
                .map(Path::toFile)
                .orElseThrow(() -> new IllegalStateException(names[0]
                        + " is missing: install it, or run ./verify, which does (-D" + property + "=FILE names one)"));
    }

    /** Opens a page in a window of its own. */
    Tab open(String url) {
        driver.switchTo().newWindow(WindowType.TAB);
        driver.get(url);
        return new Tab(driver, driver.getWindowHandle(), firstWindow);
    }

    @Override
    public void close() {
        driver.quit();
    }
}
