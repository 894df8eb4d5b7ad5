package dev.reverb.server.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A configuration file, in JSON or YAML. It has two shapes, which may be mixed:
 *
 * <pre>
 *   ours:     {"apps": […], "server": {…}, "scaling": {…}}
 *   Laravel:  {"default": "reverb", "servers": {"reverb": {…, "options": {"tls": {…}}, "scaling": {…}}},
 *              "apps": {"provider": "config", "apps": […]}}
 *   a table:  {"apps": {"provider": "jdbc", "jdbc": {…}}}
 * </pre>
 *
 * @param server what it says about the server
 * @param scaling what it says about scaling
 * @param provider what it says about where the applications come from
 * @param applications what it says about each application; empty where it has no {@code apps} at all
 * @param warnings what is accepted without doing anything
 */
record ConfigurationFile(
        Map<Setting<?>, Value> server,
        Map<Setting<?>, Value> scaling,
        Map<Setting<?>, Value> provider,
        List<ApplicationSection> applications,
        List<String> warnings) {

    /** What no file says. */
    static final ConfigurationFile EMPTY = new ConfigurationFile(Map.of(), Map.of(), Map.of(), List.of(), List.of());

    /** The largest file in bytes: {@value}. Ten thousand applications fit. */
    static final int LARGEST = 16 * 1024 * 1024;

    /**
     * Reads a file. {@code .json} is JSON, {@code .yaml} and {@code .yml} are YAML; of any other, its first character
     * decides.
     *
     * @param path the file
     * @return what it says, with its keys checked, its values not yet
     * @throws ConfigurationException where it cannot be read, or is not such a configuration
     */
    static ConfigurationFile read(Path path) throws ConfigurationException {
        String file = path.toString();
        String text = text(path, LARGEST);
        Node root =
                isJson(file.toLowerCase(Locale.ROOT), text) ? JsonReader.read(text, file) : YamlReader.read(text, file);
        if (root.isBlank()) {
            return EMPTY;
        }
        Optional<Node.Mapping> mapping = root.mapping();
        if (mapping.isEmpty()) {
            throw new ConfigurationException(file + ": must be an object with apps, server and scaling");
        }
        return new FileShape(file, mapping.get()).read();
    }

    /** Reads a small UTF-8 file, without a byte order mark where it has one. */
    static String text(Path path, int largest) throws ConfigurationException {
        try (InputStream in = Files.newInputStream(path)) {
            byte[] bytes = in.readNBytes(largest + 1);
            if (bytes.length > largest) {
                throw new ConfigurationException(path + ": larger than " + largest + " bytes");
            }
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException malformed) {
            throw new ConfigurationException(path + ": not UTF-8");
        } catch (IOException unreadable) {
            throw new ConfigurationException(path + ": cannot be read: " + Reasons.of(unreadable));
        }
    }

    private static boolean isJson(String file, String text) {
        if (file.endsWith(".json")) {
            return true;
        }
        return !file.endsWith(".yaml")
                && !file.endsWith(".yml")
                && text.stripLeading().startsWith("{");
    }

    /**
     * What a file says about one application.
     *
     * @param place where it stands
     * @param values what is said, by setting
     */
    record ApplicationSection(Place place, Map<Setting<?>, Value> values) {

        /** Where a setting would stand that it does not name. */
        Place at(String name) {
            return place.key(name, place.line());
        }
    }
}
