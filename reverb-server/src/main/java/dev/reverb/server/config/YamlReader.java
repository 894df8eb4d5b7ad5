package dev.reverb.server.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * Reads YAML 1.2 (core schema, with {@code <<} merges) into {@link Node}s. No tag makes an object of any class. Aliases are
 * copied where they stand, so the whole is limited to {@value #MOST_NODES} pieces and {@value #DEEPEST} levels: a few lines
 * of aliases of aliases would be gigabytes otherwise.
 */
final class YamlReader {

    static final int MOST_NODES = 50_000;
    static final int DEEPEST = 50;

    private final String file;
    private int nodes;

    private YamlReader(String file) {
        this.file = file;
    }

    /**
     * Reads one document.
     *
     * @param text the whole text
     * @param file what to call it in messages
     * @return the document; an empty one is a null
     * @throws ConfigurationException where it is not YAML, or more than one document, or too large
     */
    static Node read(String text, String file) throws ConfigurationException {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(file)
                .setSchema(new CoreSchema())
                .setAllowDuplicateKeys(true)
                .setMaxAliasesForCollections(MOST_NODES)
                .setCodePointLimit(ConfigurationFile.LARGEST)
                .build();
        try {
            requireShallow(parser(settings, text), file);
            Optional<org.snakeyaml.engine.v2.nodes.Node> document =
                    new Composer(settings, parser(settings, text)).getSingleNode();
            return document.isEmpty() ? new Node.Scalar(null, 1) : new YamlReader(file).convert(document.get(), 0);
        } catch (MarkedYamlEngineException malformed) {
            String line = malformed.getProblemMark().map(YamlReader::line).orElse("");
            throw new ConfigurationException(
                    file + line + ": not valid YAML: " + Printable.escaped(malformed.getProblem()));
        } catch (YamlEngineException malformed) {
            throw new ConfigurationException(file + ": not valid YAML");
        }
    }

    private static ParserImpl parser(LoadSettings settings, String text) {
        return new ParserImpl(settings, new StreamReader(settings, text));
    }

    /** The composer recurses, so that what is nested too deeply must not reach it. */
    private static void requireShallow(ParserImpl events, String file) throws ConfigurationException {
        int depth = 0;
        while (events.hasNext()) {
            Event event = events.next();
            if (event instanceof CollectionStartEvent && ++depth > DEEPEST) {
                throw tooLarge(file);
            }
            if (event instanceof CollectionEndEvent) {
                depth--;
            }
        }
    }

    private static ConfigurationException tooLarge(String file) {
        return new ConfigurationException(file + ": too large, or too deeply nested, or with too many aliases");
    }

    private Node convert(org.snakeyaml.engine.v2.nodes.Node node, int depth) throws ConfigurationException {
        if (++nodes > MOST_NODES || depth > DEEPEST) {
            throw tooLarge(file);
        }
        int line = node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
        if (node instanceof ScalarNode scalar) {
            return new Node.Scalar(scalar.getTag().equals(Tag.NULL) ? null : scalar.getValue(), line);
        }
        if (node instanceof SequenceNode sequence) {
            List<Node> items = new ArrayList<>();
            for (org.snakeyaml.engine.v2.nodes.Node item : sequence.getValue()) {
                items.add(convert(item, depth + 1));
            }
            return new Node.Sequence(items, line);
        }
        return mapping((MappingNode) node, line, depth);
    }

    private Node mapping(MappingNode mapping, int line, int depth) throws ConfigurationException {
        List<Node.Entry> entries = new ArrayList<>();
        Set<String> keys = new HashSet<>();
        for (NodeTuple tuple : mapping.getValue()) {
            int keyLine = tuple.getKeyNode()
                    .getStartMark()
                    .map(mark -> mark.getLine() + 1)
                    .orElse(line);
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                throw new ConfigurationException(file + ":" + keyLine + ": a key must be text");
            }
            if (!keys.add(key.getValue())) {
                throw new ConfigurationException(
                        file + ":" + keyLine + ": " + Printable.quoted(key.getValue()) + " is there twice");
            }
            entries.add(new Node.Entry(key.getValue(), convert(tuple.getValueNode(), depth + 1), keyLine));
        }
        return new Node.Mapping(entries, line);
    }

    private static String line(Mark mark) {
        return ":" + (mark.getLine() + 1);
    }
}
