package dev.reverb.server;

import dev.reverb.spi.Ticker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tells whether files may say something else than when they were last read. It looks at their attributes each time it is asked, in place of
 * being told by the system: so it sees what network mounts, editors that rename, and the symbolic links of a Kubernetes ConfigMap do.
 *
 * <ol>
 *   <li>A file is another when its size, its time or its identity is; that it is missing counts as one of them.
 *   <li>It has to be the same twice in a row: a file that is just being written is not read half.
 *   <li>File systems keep times in steps, some of two seconds: a file that had changed a moment before it was read is read once more, when
 *       a change that left no trace would be over.
 * </ol>
 *
 * <p>Not thread-safe.
 */
final class FileWatch {

    /** The longest step, and some. */
    private static final long STEP_MILLIS = Duration.ofSeconds(3).toMillis();

    /** What a file looks like from outside; all of a file that cannot be looked at are equal. */
    private record Look(long size, long modified, Optional<Object> identity) {

        static final Look NONE = new Look(-1, 0, Optional.empty());

        static Look at(Path file) {
            try {
                BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
                return new Look(
                        attributes.size(),
                        attributes.lastModifiedTime().toMillis(),
                        Optional.ofNullable(attributes.fileKey()));
            } catch (NoSuchFileException missing) {
                return NONE;
            } catch (IOException unreadable) {
                return new Look(-2, 0, Optional.empty());
            }
        }
    }

    private final List<Path> files;
    private final Ticker ticker;
    private Map<Path, Look> read;
    private Map<Path, Look> last;
    private boolean readEarly;

    /** Begins with the files as they are, which are read after this. */
    FileWatch(List<Path> files, Ticker ticker) {
        this.files = List.copyOf(files);
        this.ticker = ticker;
        read = look();
        last = read;
        readEarly = isFresh();
    }

    /** Whether the files are to be read again; then they are taken to be. */
    boolean hasChanged() {
        Map<Path, Look> now = look();
        boolean settled = now.equals(last);
        last = now;
        if (!settled || now.equals(read) && !(readEarly && !isFresh())) {
            return false;
        }
        read = now;
        readEarly = isFresh();
        return true;
    }

    private Map<Path, Look> look() {
        Map<Path, Look> looks = new HashMap<>();
        files.forEach(file -> looks.put(file, Look.at(file)));
        return looks;
    }

    private boolean isFresh() {
        long now = ticker.currentTimeMillis();
        return last.values().stream().anyMatch(look -> now - look.modified() < STEP_MILLIS);
    }
}
