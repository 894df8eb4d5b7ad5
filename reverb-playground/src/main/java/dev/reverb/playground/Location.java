package dev.reverb.playground;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where the page and its files are, below the server's path prefix. Everything that the page refers to is relative to
 * itself or to its scripts, so that it also holds behind a proxy which serves the page elsewhere.
 *
 * <pre>
 *  path          page           files          from the files to the server
 *  /             /              /playground/   ../
 *  /playground   /playground/   /playground/   ../
 *  /dev/reverb   /dev/reverb/   /dev/reverb/   ../../
 * </pre>
 */
final class Location {

    /** How the page that lies in the jar refers to its files: as it must at {@code /}. */
    private static final String FOLDER = "playground/";

    private static final Pattern PATH = Pattern.compile("/|(/(?!\\.{1,2}(?:/|$))[A-Za-z0-9._~-]+)+");

    private final String path;

    /**
     * Takes a path.
     *
     * @param path {@code /}, or segments of letters, digits and {@code ._~-} with no slash at the end
     * @throws IllegalArgumentException where it is anything else
     */
    Location(String path) {
        if (!PATH.matcher(path).matches()) {
            throw new IllegalArgumentException(
                    "The playground's path must be \"/\" or like \"/playground\", not \"" + path + "\"");
        }
        this.path = path;
    }

    private boolean isRoot() {
        return path.equals("/");
    }

    String page() {
        return isRoot() ? "/" : path + "/";
    }

    /** The folder of scripts, styles and endpoints, with the slash at its end. */
    String files() {
        return isRoot() ? "/" + FOLDER : path + "/";
    }

    /** The way from there to the server's prefix, as a relative reference (RFC 3986 section 4.2). */
    String root() {
        return "../".repeat((int) files().chars().filter(c -> c == '/').count() - 1);
    }

    /** The path at which a visitor who forgot the slash is told of it; none at {@code /}. */
    Optional<String> withoutSlash() {
        return isRoot() ? Optional.empty() : Optional.of(path);
    }

    /** The page's reference to itself from there. */
    String lastSegment() {
        return path.substring(path.lastIndexOf('/') + 1) + "/";
    }

    /** The page as it refers to its files from here. */
    String relocate(String html) {
        return isRoot() ? html : html.replace("=\"" + FOLDER, "=\"");
    }
}
