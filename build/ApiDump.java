import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toCollection;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/**
 * Keeps {@code api.txt} beside each module: what its exported packages offer, one line per type and member, as javap
 * prints it. A change of the API is then a change of that file, seen in review; one that was not meant fails.
 *
 * <p>Usage: {@code java build/ApiDump.java check|update MODULE...}, after the modules are compiled. Nullness is not in
 * it: javap leaves annotations out.
 */
public final class ApiDump {
    private static final ToolProvider JAVAP = ToolProvider.findFirst("javap").orElseThrow();

    private ApiDump() {}

    public static void main(String[] args) throws IOException {
        boolean update = args[0].equals("update");
        boolean changed = false;
        for (String module : List.of(args).subList(1, args.length)) {
            Path classes = Path.of(module, "target", "classes");
            if (!Files.exists(classes.resolve("module-info.class"))) {
                continue;
            }
            Path file = Path.of(module, "api.txt");
            List<String> before = Files.exists(file) ? Files.readAllLines(file) : List.of();
            List<String> now = dump(classes);
            if (before.equals(now)) {
                continue;
            }
            if (update) {
                Files.writeString(file, String.join("\n", now) + "\n");
                System.out.println("Wrote " + file);
            } else {
                changed = true;
                System.out.println("The API of " + module + " is not what " + file + " says:");
                printDifference(before, now);
            }
        }
        if (changed) {
            System.out.println("If this is meant, run ./verify --update-api, look at the difference, and commit it.");
            System.exit(1);
        }
    }

    private static List<String> dump(Path classes) throws IOException {
        ModuleDescriptor module;
        try (InputStream in = Files.newInputStream(classes.resolve("module-info.class"))) {
            module = ModuleDescriptor.read(in);
        }
        List<String> lines = new ArrayList<>();
        lines.add("module " + module.name());
        TreeSet<String> packages = module.exports().stream()
                .filter(exports -> !exports.isQualified())
                .map(ModuleDescriptor.Exports::source)
                .collect(toCollection(TreeSet::new));
        for (String name : packages) {
            lines.add("");
            lines.add("package " + name);
            types(classes.resolve(name.replace('.', '/'))).values().forEach(lines::addAll);
        }
        return lines;
    }

    /** The visible types of a package by binary name: each a line, its members below it. */
    private static Map<String, List<String>> types(Path folder) throws IOException {
        TreeMap<String, Path> files = new TreeMap<>();
        try (Stream<Path> all = Files.list(folder)) {
            all.filter(file -> file.toString().endsWith(".class"))
                    .forEach(file -> files.put(file.getFileName().toString().replace(".class", ""), file));
        }
        Map<String, List<String>> types = new TreeMap<>();
        for (Map.Entry<String, Path> file : files.entrySet()) {
            String name = file.getKey();
            int nested = name.lastIndexOf('$');
            // An outer type sorts before its nested ones; what is nested in a hidden type is hidden.
            if (nested < 0 || types.containsKey(name.substring(0, nested))) {
                List<String> type = type(file.getValue());
                if (!type.isEmpty()) {
                    types.put(name, type);
                }
            }
        }
        return types;
    }

    private static List<String> type(Path file) {
        List<String> printed = javap(file).lines()
                .filter(line -> !line.startsWith("Compiled from") && !line.equals("}"))
                .map(line -> line.replaceAll("\\bjava\\.lang\\.(?=[A-Z])", ""))
                .toList();
        if (printed.isEmpty() || !printed.get(0).matches("(public|protected) .*")) {
            return List.of();
        }
        List<String> type = new ArrayList<>();
        type.add("");
        type.add(printed.get(0).replace(" {", ""));
        printed.stream()
                .skip(1)
                .filter(line -> line.matches("  (public|protected) .*"))
                .map(line -> "  " + line.replace(";", ""))
                .sorted()
                .forEach(type::add);
        return type;
    }

    private static String javap(Path file) {
        StringWriter out = new StringWriter();
        PrintWriter writer = new PrintWriter(out);
        if (JAVAP.run(writer, writer, "-protected", "-constants", file.toString()) != 0) {
            throw new IllegalStateException("javap " + file + ": " + out);
        }
        return out.toString();
    }

    /** Lines that went and lines that came, in order of type, each with the type it stands in. */
    private static void printDifference(List<String> before, List<String> now) {
        TreeSet<String> old = inContext(before);
        TreeSet<String> current = inContext(now);
        Stream<String> gone = old.stream().filter(line -> !current.contains(line)).map(line -> "  - " + line);
        Stream<String> come = current.stream().filter(line -> !old.contains(line)).map(line -> "  + " + line);
        List<String> all = Stream.concat(gone, come).toList();
        System.out.println(all.stream().limit(50).collect(joining("\n")));
        if (all.size() > 50) {
            System.out.println("  and " + (all.size() - 50) + " more lines");
        }
    }

    private static TreeSet<String> inContext(List<String> lines) {
        TreeSet<String> result = new TreeSet<>();
        String type = "";
        for (String line : lines) {
            if (line.startsWith("  ")) {
                result.add(type.replaceFirst("^.*?(class|interface) ([^ <]+).*$", "$2") + ": " + line.strip());
            } else if (!line.isEmpty()) {
                type = line;
                result.add(line);
            }
        }
        return result;
    }
}
