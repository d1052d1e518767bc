package org.holdfast.runtime.config;

import java.io.StringReader;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * YAML as keys and texts. {@code a.b: c} and {@code a: {b: c}} are the same; lists are joined by
 * {@code ;}. Values stay as they are written: {@code 010}, {@code 12:30} and {@code yes} are texts,
 * not what YAML makes of them. A key without a value is not set.
 */
final class FlatYaml {

    private final String source;
    private final Map<String, String> values = new LinkedHashMap<>();
    private final Map<String, Integer> lines = new HashMap<>();

    private FlatYaml(String source) {
        this.source = source;
    }

    /**
     * Reads a document.
     *
     * @param source of the text, for messages
     * @throws InvalidConfigurationException with the line, if the text is not a YAML mapping, or
     *     sets a key twice
     */
    static Map<String, String> parse(String text, String source) {
        FlatYaml flat = new FlatYaml(source);
        Node root = flat.compose(text);
        if (root instanceof MappingNode mapping) {
            flat.addMapping("", mapping);
        } else if (!isBlank(root)) {
            throw flat.refuse(root, "expected: key: value");
        }
        return flat.values;
    }

    /** Builds the tree of nodes only, never an object, whatever tags the text has. */
    private Node compose(String text) {
        LoaderOptions limits = new LoaderOptions();
        limits.setMaxAliasesForCollections(0);
        limits.setNestingDepthLimit(20);
        try {
            return new Yaml(new SafeConstructor(limits)).compose(new StringReader(text));
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
            throw new InvalidConfigurationException(
                    source
                            + ", line "
                            + line
                            + ": "
                            + e.getProblem()
                            + ". Put values with special characters in quotes.",
                    e);
        } catch (YAMLException e) {
            throw new InvalidConfigurationException(source + ": " + e.getMessage(), e);
        }
    }

    private static boolean isBlank(Node node) {
        return node == null || (node instanceof ScalarNode text && text.getValue().isBlank());
    }

    private void addMapping(String prefix, MappingNode mapping) {
        for (NodeTuple entry : mapping.getValue()) {
            if (!(entry.getKeyNode() instanceof ScalarNode key) || key.getValue().isBlank()) {
                throw refuse(entry.getKeyNode(), "a key must be a text");
            }
            add(prefix + key.getValue().trim(), entry.getValueNode());
        }
    }

    private void add(String key, Node node) {
        if (node instanceof MappingNode mapping) {
            addMapping(key + ".", mapping);
        } else if (node instanceof SequenceNode sequence) {
            put(key, node, join(sequence.getValue()));
        } else if (node instanceof ScalarNode scalar && !isBlank(scalar)) {
            put(key, node, scalar.getValue().trim());
        }
    }

    private String join(List<Node> items) {
        StringBuilder text = new StringBuilder();
        for (Node item : items) {
            if (!(item instanceof ScalarNode scalar)) {
                throw refuse(item, "a list may hold texts only");
            }
            text.append(text.isEmpty() ? "" : ";").append(scalar.getValue().trim());
        }
        return text.toString();
    }

    private void put(String key, Node node, String value) {
        Integer before = lines.putIfAbsent(key, line(node));
        if (before != null) {
            throw refuse(node, key + " is set already in line " + before);
        }
        values.put(key, value);
    }

    private InvalidConfigurationException refuse(Node node, String problem) {
        return new InvalidConfigurationException(source + ", line " + line(node) + ": " + problem);
    }

    private static int line(Node node) {
        return node.getStartMark().getLine() + 1;
    }
}
