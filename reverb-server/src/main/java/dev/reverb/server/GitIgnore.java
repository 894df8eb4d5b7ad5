package dev.reverb.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether Git would take up a file, judged by the {@code .gitignore} files from the work tree's root down to the file, the
 * last matching pattern deciding (gitignore(5)). A user's or repository's private exclude files are not looked at: a line
 * too many does no harm.
 */
final class GitIgnore {

    private final Path directory;
    private final Path root;

    private GitIgnore(Path directory, Path root) {
        this.directory = directory;
        this.root = root;
    }

    /**
     * The rules for a directory.
     *
     * @param directory any directory
     * @return its rules, or empty where it is in no work tree
     */
    static Optional<GitIgnore> around(Path directory) {
        Path absolute = directory.toAbsolutePath().normalize();
        for (Path root = absolute; root != null; root = root.getParent()) {
            if (Files.exists(root.resolve(".git"))) {
                return Optional.of(new GitIgnore(absolute, root));
            }
        }
        return Optional.empty();
    }

    /** Whether a file of the directory is ignored. */
    boolean ignores(String name) throws IOException {
        Path file = directory.resolve(name);
        boolean ignored = false;
        for (Path above : directories()) {
            for (String line : lines(above.resolve(".gitignore"))) {
                boolean negated = line.startsWith("!");
                if (matches(negated ? line.substring(1) : line, above.relativize(file))) {
                    ignored = !negated;
                }
            }
        }
        return ignored;
    }

    /** From the root down to the directory. */
    private List<Path> directories() {
        List<Path> directories = new ArrayList<>(List.of(root));
        for (Path name : root.relativize(directory)) {
            directories.add(directories.get(directories.size() - 1).resolve(name));
        }
        return directories;
    }

    /** Has a file of the directory ignored from now on. */
    void add(String name) throws IOException {
        Path rules = directory.resolve(".gitignore");
        boolean endsLine = !Files.exists(rules)
                || Files.size(rules) == 0
                || Files.readString(rules).endsWith("\n");
        Files.writeString(
                rules,
                (endsLine ? "" : "\n") + name + "\n",
                StandardCharsets.UTF_8,
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    private static List<String> lines(Path rules) throws IOException {
        if (!Files.isRegularFile(rules)) {
            return List.of();
        }
        return Files.readAllLines(rules, StandardCharsets.UTF_8).stream()
                .map(String::stripTrailing)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .toList();
    }

    /** A pattern with a slash before its end is relative to its file's directory; any other matches at every depth. */
    private static boolean matches(String pattern, Path file) {
        String bare = pattern.endsWith("/") ? pattern.substring(0, pattern.length() - 1) : pattern;
        boolean directoriesOnly = pattern.endsWith("/");
        if (bare.contains("/")) {
            String glob = bare.startsWith("/") ? bare.substring(1) : bare;
            return glob(glob, file, directoriesOnly)
                    || glob.startsWith("**/") && glob(glob.substring(3), file, directoriesOnly);
        }
        for (int i = 0; i < file.getNameCount(); i++) {
            boolean isDirectory = i < file.getNameCount() - 1;
            if ((isDirectory || !directoriesOnly) && matchesGlob(bare, file.getName(i))) {
                return true;
            }
        }
        return false;
    }

    /** Whether the pattern matches the file or a directory that it is in. */
    private static boolean glob(String pattern, Path file, boolean directoriesOnly) {
        int last = directoriesOnly ? file.getNameCount() - 1 : file.getNameCount();
        for (int names = 1; names <= last; names++) {
            if (matchesGlob(pattern, file.subpath(0, names))) {
                return true;
            }
        }
        return false;
    }

    private static boolean matchesGlob(String pattern, Path path) {
        try {
            return FileSystems.getDefault().getPathMatcher("glob:" + pattern).matches(path);
        } catch (IllegalArgumentException notAGlobOfJava) {
            return false;
        }
    }
}
