package dev.reverb.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GitIgnoreTest {

    @TempDir
    Path root;

    @Test
    void outsideOfAWorkTreeThereIsNone() {
        assertThat(GitIgnore.around(root)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '→', quoteCharacter = '`', textBlock = """
            .env                → true
            /.env               → false
            /apps/shop/.env     → true
            apps/shop/.env      → true
            **/.env             → true
            /apps/**/.env       → true
            apps/               → true
            /apps               → true
            *.env               → true
            .env*               → true
            .env/               → false
            shop                → true
            # .env              → false
            .envrc              → false
            env                 → false
            [                   → false
            """)
    void readsPatternsOfTheRoot(String pattern, boolean ignored) throws IOException {
        assertThat(rules(pattern).ignores(".env")).isEqualTo(ignored);
    }

    @Test
    void theLastMatchDecides() throws IOException {
        assertThat(rules(".env\n!.env").ignores(".env")).isFalse();
        assertThat(rules("!.env\n.env  ").ignores(".env")).isTrue();
    }

    @Test
    void aNearerFileDecidesAfterTheRoot() throws IOException {
        GitIgnore rules = rules(".env");
        Files.writeString(root.resolve("apps/shop/.gitignore"), "!/.env");
        assertThat(rules.ignores(".env")).isFalse();
    }

    @Test
    void whatLiesAboveTheRootIsNothing() throws IOException {
        Path inner = Files.createDirectories(root.resolve("inner/.git")).getParent();
        Files.writeString(root.resolve(".gitignore"), ".env");
        assertThat(GitIgnore.around(inner).orElseThrow().ignores(".env")).isFalse();
    }

    @Test
    void addsALineOfItsOwn() throws IOException {
        GitIgnore rules = rules("target/");
        rules.add(".env");
        assertThat(root.resolve("apps/shop/.gitignore")).hasContent(".env");
        assertThat(rules.ignores(".env")).isTrue();

        Files.writeString(root.resolve("apps/shop/.gitignore"), "build");
        rules.add(".env");
        assertThat(root.resolve("apps/shop/.gitignore")).hasContent("build\n.env");
    }

    /** The rules for {@code apps/shop}, with these patterns at the root. */
    private GitIgnore rules(String patterns) throws IOException {
        Files.createDirectories(root.resolve(".git"));
        Path directory = Files.createDirectories(root.resolve("apps/shop"));
        Files.writeString(root.resolve(".gitignore"), patterns);
        return GitIgnore.around(directory).orElseThrow();
    }
}
