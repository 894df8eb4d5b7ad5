package dev.reverb.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the figures depend on besides Reverb. */
public final class Environment {

    private static final List<String> SERVERS = List.of("jetty-server", "undertow-core", "tomcat-embed-core");
    private static final Pattern LINE = Pattern.compile("([^:\\t]+)\\s*:\\s*(.*)");

    private Environment() {}

    /**
     * What all figures depend on.
     *
     * @param jvmOptions of the server, further ones
     * @return names and values, in the order of the report; more may be added
     */
    public static Map<String, String> describe(List<String> jvmOptions) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("machine", machine());
        facts.put("kernel", property("os.name") + ' ' + property("os.version") + ' ' + property("os.arch"));
        facts.put("JDK", property("java.vm.name") + ' ' + property("java.vm.version"));
        facts.put("server's JVM options", String.join(" ", ServerProcess.jvmOptions(jvmOptions)));
        facts.put("transports", transports());
        facts.put("commit", commit());
        return facts;
    }

    /** Names and values, in the order of the report. */
    static Map<String, String> describe(RunOptions options) {
        Map<String, String> facts = describe(options.jvmOptions);
        facts.put("load", options.reference == null ? "benchmarks/load" : "swarm");
        facts.put("cores", Cores.describe());
        facts.put("runs", String.format(Locale.ROOT, "median of %d, %.3g s each, warm", options.runs, options.seconds));
        return facts;
    }

    private static String property(String name) {
        return System.getProperty(name, "unknown");
    }

    private static String machine() {
        String cpu = line(Path.of("/proc/cpuinfo"), "model name");
        String memory = line(Path.of("/proc/meminfo"), "MemTotal").replaceAll("\\D", "");
        return (cpu.isEmpty() ? "unknown processor" : cpu) + ", "
                + Runtime.getRuntime().availableProcessors() + " cores"
                + (memory.isEmpty()
                        ? ""
                        : String.format(Locale.ROOT, ", %.1f GiB", Long.parseLong(memory) / 1024.0 / 1024));
    }

    /** The value of a line {@code name : value}; empty if there is none. */
    private static String line(Path file, String name) {
        try {
            for (String line : Files.readAllLines(file)) {
                Matcher matcher = LINE.matcher(line);
                if (matcher.matches() && matcher.group(1).strip().equals(name)) {
                    return matcher.group(2).strip();
                }
            }
        } catch (IOException e) {
            // Not Linux.
        }
        return "";
    }

    private static String transports() {
        return versions(System.getProperty("java.class.path"));
    }

    /** The names and versions of the servers among the jars of a class path. */
    static String versions(String classPath) {
        StringBuilder versions = new StringBuilder();
        for (String server : SERVERS) {
            Matcher jar = Pattern.compile(Pattern.quote(server) + "-([0-9][^/\\\\]*)\\.jar")
                    .matcher(classPath.replace(File.pathSeparatorChar, '\n'));
            if (jar.find()) {
                versions.append(versions.length() == 0 ? "" : ", ")
                        .append(server)
                        .append(' ')
                        .append(jar.group(1));
            }
        }
        return versions.toString();
    }

    private static String commit() {
        String commit = answer("git", "rev-parse", "--short", "HEAD");
        return commit.isEmpty()
                ? "unknown"
                : commit + (answer("git", "status", "--porcelain").isEmpty() ? "" : ", changed");
    }

    /**
     * What a program says.
     *
     * @param command the program and its arguments
     * @return the text; empty where there is no such program, or it fails, as git does outside a repository
     */
    public static String answer(String... command) {
        try {
            Process program = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String answer = new String(program.getInputStream().readAllBytes(), UTF_8).strip();
            return program.waitFor() == 0 ? answer : "";
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }
}
