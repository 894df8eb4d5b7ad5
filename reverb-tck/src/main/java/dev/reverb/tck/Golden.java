package dev.reverb.tck;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Golden files: what must stay as it is on the wire, byte for byte. They lie in {@code src/test/resources/golden} of the
 * module under test, or where the system property {@code reverb.golden.dir} says.
 *
 * <p>With {@code -Dreverb.golden.update=true} they are written instead of compared; what changed is then seen in the
 * version control's diff.
 */
public final class Golden {

    private static final String DIRECTORY = "src/test/resources/golden";

    private Golden() {}

    /**
     * Reads a golden file.
     *
     * @param name its path below the directory of golden files
     * @return its text
     * @throws AssertionError where there is no such file
     */
    public static String read(String name) {
        Path file = file(name);
        if (!Files.exists(file)) {
            throw new AssertionError("There is no golden file " + file);
        }
        return read(file);
    }

    /**
     * Asserts that a text is what the golden file says, or writes the file where updating is on.
     *
     * @param name its path below the directory of golden files
     * @param actual the whole text
     * @throws AssertionError where they differ; the message shows the first line that does
     */
    public static void assertMatches(String name, String actual) {
        Path file = file(name);
        if (Boolean.getBoolean("reverb.golden.update")) {
            write(file, actual);
        } else if (!Files.exists(file)) {
            throw new AssertionError("There is no golden file " + file + "; -Dreverb.golden.update=true writes it");
        } else if (!read(file).equals(actual)) {
            throw new AssertionError(difference(file, read(file), actual));
        }
    }

    private static String difference(Path file, String expected, String actual) {
        String[] expectedLines = expected.split("\n", -1);
        String[] actualLines = actual.split("\n", -1);
        int line = 0;
        while (line < Math.min(expectedLines.length, actualLines.length)
                && expectedLines[line].equals(actualLines[line])) {
            line++;
        }
        return file + ":" + (line + 1) + "\nExpected " + lineOrEnd(expectedLines, line) + "\nbut was  "
                + lineOrEnd(actualLines, line);
    }

    private static String lineOrEnd(String[] lines, int line) {
        return line < lines.length ? lines[line] : "the end of the file";
    }

    private static Path file(String name) {
        return Path.of(System.getProperty("reverb.golden.dir", DIRECTORY)).resolve(name);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static void write(Path file, String text) {
        try {
            Path directory = file.getParent();
            if (directory != null) {
                Files.createDirectories(directory);
            }
            Files.writeString(file, text);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
