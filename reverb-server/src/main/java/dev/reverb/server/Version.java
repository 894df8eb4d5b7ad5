package dev.reverb.server;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/** The version of this program, as the build knows it. */
final class Version {

    private Version() {}

    /** The version, such as {@code 1.0.0}. */
    static String current() {
        Properties properties = new Properties();
        try (InputStream in = Version.class.getResourceAsStream("version.properties")) {
            if (in != null) {
                properties.load(in);
            }
        } catch (IOException unreadable) {
            return "unknown";
        }
        return properties.getProperty("version", "unknown");
    }
}
