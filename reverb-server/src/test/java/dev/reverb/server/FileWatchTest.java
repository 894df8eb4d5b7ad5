package dev.reverb.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.tck.FakeClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The times of the files are those of the clock. */
class FileWatchTest {

    @TempDir
    Path directory;

    private final FakeClock clock = new FakeClock();
    private Path file;
    private FileWatch watch;

    @BeforeEach
    void begin() throws IOException {
        file = directory.resolve("reverb.yaml");
        write(file, "one");
        clock.advance(Duration.ofMinutes(1));
        watch = new FileWatch(List.of(directory.resolve(".env"), file), clock);
    }

    private void write(Path to, String text) throws IOException {
        Files.writeString(to, text);
        Files.setLastModifiedTime(to, FileTime.from(clock.now()));
    }

    private boolean look() {
        clock.advance(Duration.ofSeconds(1));
        return watch.hasChanged();
    }

    /** Lets the step of the file's time pass, in which it is read once more. */
    private void settle() {
        for (int i = 0; i < 4; i++) {
            look();
        }
        assertThat(look()).isFalse();
    }

    @Test
    void whatStaysAsItWasIsNotReadAgain() {
        assertThat(look()).isFalse();
        assertThat(look()).isFalse();
    }

    @Test
    void aChangeIsReadWhenItIsTheSameTwice() throws IOException {
        write(file, "two");
        assertThat(look()).isFalse();
        write(file, "two, and more");
        assertThat(look()).isFalse();
        assertThat(look()).isTrue();
        settle();
    }

    @Test
    void aChangeThatLeavesNoTraceIsReadToo() throws IOException {
        write(file, "two");
        look();
        assertThat(look()).as("read").isTrue();
        assertThat(look()).as("once more, when nothing could have gone unseen").isTrue();
        assertThat(look()).as("and then no more").isFalse();
    }

    @Test
    void whatChangedJustBeforeTheStartIsReadOnceMore() throws IOException {
        write(file, "two");
        watch = new FileWatch(List.of(file), clock);
        assertThat(look()).isFalse();
        assertThat(look()).isFalse();
        assertThat(look()).isTrue();
        assertThat(look()).isFalse();
    }

    @Test
    void anotherFileOfTheSameSizeAndTimeIsAChange() throws IOException {
        Path other = directory.resolve("new.yaml");
        Files.writeString(other, "two");
        Files.setLastModifiedTime(other, Files.getLastModifiedTime(file));
        Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
        look();
        assertThat(look()).isTrue();
        settle();
    }

    @Test
    void aLinkThatLeadsElsewhereIsAChange() throws IOException {
        Path first = Files.createDirectory(directory.resolve("..1"));
        Path second = Files.createDirectory(directory.resolve("..2"));
        write(first.resolve("r.yaml"), "one");
        write(second.resolve("r.yaml"), "two");
        Path data = Files.createSymbolicLink(directory.resolve("..data"), first);
        clock.advance(Duration.ofMinutes(1));
        watch = new FileWatch(List.of(data.resolve("r.yaml")), clock);
        Path next = Files.createSymbolicLink(directory.resolve("..next"), second);
        Files.move(next, data, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        look();
        assertThat(look()).isTrue();
    }

    @Test
    void aFileThatComesOrGoesIsAChange() throws IOException {
        write(directory.resolve(".env"), "A=1");
        look();
        assertThat(look()).isTrue();
        settle();
        Files.delete(file);
        look();
        assertThat(look()).isTrue();
        assertThat(look()).isFalse();
    }
}
