package dev.vigil.vision.model;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vigil.runtime.config.NearestName;
import dev.vigil.runtime.error.UserError;
import dev.vigil.runtime.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads the card that somebody wrote for a network of their own: strictly, and with one sentence for each thing that is wrong, all of
 * them at once.
 */
final class CardReader {
    private static final ObjectReader TREE = Json.mapper()
            .reader()
            .with(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private static final Kind TEXT = new Kind("a text in quotes", JsonNode::isTextual);
    private static final Kind NUMBER = new Kind("a number", JsonNode::isNumber);
    private static final Kind WHOLE = new Kind("a whole number", JsonNode::canConvertToInt);
    private static final Kind FLAG = new Kind("true or false", JsonNode::isBoolean);
    private static final Kind NUMBERS = listOf("a list of numbers, as [127.5, 127.5, 127.5]", JsonNode::isNumber);
    private static final Kind TEXTS = listOf("a list of texts, as [\"output0\"]", JsonNode::isTextual);
    private static final Kind WHOLES = listOf("a list of whole numbers, as [8, 16, 32, 64]", JsonNode::canConvertToInt);
    private static final Kind LISTS = listOf("a list of lists, as [[10, 16, 24], [32, 48]]", JsonNode::isArray);
    private static final Kind COLOUR = oneOf("RGB", "BGR", "GREY");
    private static final Kind TASK = oneOf("detection", "landmarks", "embedding", "liveness", "other");

    private static final Map<String, Kind> SQUARE = Map.of("left", NUMBER, "top", NUMBER, "side", NUMBER);
    private static final Map<String, Kind> INPUT = Map.of(
            "width",
            WHOLE,
            "height",
            WHOLE,
            "anySize",
            FLAG,
            "colour",
            COLOUR,
            "mean",
            NUMBERS,
            "std",
            NUMBERS,
            "scale",
            NUMBER,
            "square",
            section(SQUARE, List.of("left", "top", "side")));
    private static final Map<String, Kind> OUTPUT = Map.of("names", TEXTS, "dimension", WHOLE);
    private static final Map<String, Kind> PRIORS =
            Map.of("strides", WHOLES, "sides", LISTS, "centreVariance", NUMBER, "sizeVariance", NUMBER);
    private static final Map<String, Kind> GRID = Map.of("strides", WHOLES, "landmarks", FLAG);
    private static final Map<String, Kind> LIVENESS = Map.of("context", NUMBER, "live", WHOLE, "probabilities", FLAG);
    private static final Map<String, Kind> RATES = Map.of(
            "points",
            listOf("a list of points, as [{\"score\": 0.42, \"falseMatchRate\": 0.0001}]", JsonNode::isObject),
            "kind",
            oneOf("still", "track"),
            "calibrated",
            FLAG,
            "note",
            TEXT,
            "tail",
            new Kind("an object in braces", JsonNode::isObject),
            "at",
            TEXT);
    private static final Map<String, Kind> CARD = Map.ofEntries(
            Map.entry("id", TEXT),
            Map.entry("task", TASK),
            Map.entry("input", section(INPUT, List.of("width", "height", "colour", "mean", "std"))),
            Map.entry("output", section(OUTPUT, List.of("names"))),
            Map.entry("priors", section(PRIORS, List.of("strides", "sides", "centreVariance", "sizeVariance"))),
            Map.entry("grid", section(GRID, List.of("strides"))),
            Map.entry("liveness", section(LIVENESS, List.of("context", "live", "probabilities"))),
            Map.entry("licence", TEXT),
            Map.entry("origin", TEXT),
            Map.entry("note", TEXT),
            Map.entry("falseMatchRates", section(RATES, List.of("points", "kind"))),
            Map.entry("trackFalseMatchRates", section(RATES, List.of("points", "kind"))));
    private static final List<String> NEEDED = List.of("id", "task", "input", "output", "licence", "origin");

    private final List<String> wrong = new ArrayList<>();

    private CardReader() {}

    /** What a value may be; a section has fields of its own. */
    private record Kind(String words, Predicate<JsonNode> test, Map<String, Kind> fields, List<String> needed) {
        Kind(String words, Predicate<JsonNode> test) {
            this(words, test, Map.of(), List.of());
        }
    }

    private static Kind listOf(String words, Predicate<JsonNode> each) {
        return new Kind(words, node -> {
            boolean all = node.isArray();
            for (JsonNode one : node) {
                all &= each.test(one);
            }
            return all;
        });
    }

    private static Kind oneOf(String... words) {
        return new Kind(
                "one of " + String.join(", ", words),
                node -> node.isTextual() && List.of(words).contains(node.textValue()));
    }

    private static Kind section(Map<String, Kind> fields, List<String> needed) {
        return new Kind("an object in braces", JsonNode::isObject, fields, needed);
    }

    /**
     * The card in that file.
     *
     * @throws UserError if it can't be read, or is no card: with one sentence for each thing that is wrong
     */
    static ModelCard read(Path file, @Nullable String id) {
        JsonNode tree = tree(file);
        if (id != null && tree instanceof ObjectNode card) {
            card.put("id", id);
        }
        CardReader reader = new CardReader();
        reader.check("", tree, section(CARD, NEEDED));
        if (!reader.wrong.isEmpty()) {
            throw new UserError("The card " + file + " can't be used: " + String.join(" ", reader.wrong));
        }
        try {
            return Json.mapper().treeToValue(tree, ModelCard.class);
        } catch (JsonProcessingException e) {
            String said = e.getCause() instanceof IllegalArgumentException refused
                    ? String.valueOf(refused.getMessage())
                    : e.getOriginalMessage() + ".";
            throw new UserError(400, "The card " + file + " can't be used: " + said, e);
        }
    }

    private static JsonNode tree(Path file) {
        try {
            return TREE.readTree(Files.readAllBytes(file));
        } catch (JsonProcessingException e) {
            JsonLocation place = e.getLocation();
            throw new UserError(
                    400,
                    "The card " + file + " is no JSON"
                            + (place == null
                                    ? "."
                                    : " (line " + place.getLineNr() + ", column " + place.getColumnNr() + ")."),
                    e);
        } catch (IOException e) {
            throw new UserError(400, "The card " + file + " can't be read: " + e.getMessage() + ".", e);
        }
    }

    private void check(String path, JsonNode node, Kind kind) {
        if (!kind.test.test(node)) {
            String shown = node.toString();
            wrong.add((path.isEmpty() ? "It" : quoted(path)) + " is "
                    + (shown.length() > 60 ? shown.substring(0, 60) + "…" : shown.isEmpty() ? "empty" : shown)
                    + ", and must be " + kind.words + ".");
            return;
        }
        if (!node.isObject()) {
            return;
        }
        String prefix = path.isEmpty() ? "" : path + ".";
        if (!kind.fields.isEmpty()) {
            node.properties().forEach(field -> field(prefix, field.getKey(), field.getValue(), kind));
            kind.needed.stream()
                    .filter(name -> !node.hasNonNull(name))
                    .forEach(name -> wrong.add(quoted(prefix + name) + " is missing: write "
                            + Objects.requireNonNull(kind.fields.get(name)).words + "."));
        }
    }

    private void field(String prefix, String name, JsonNode value, Kind parent) {
        Kind kind = parent.fields.get(name);
        if (kind == null) {
            wrong.add("There is no key " + quoted(prefix + name)
                    + NearestName.of(name, parent.fields.keySet())
                            .map(near -> ": did you mean " + quoted(prefix + near) + "?")
                            .orElse("."));
        } else if (!value.isNull()) {
            check(prefix + name, value, kind);
        }
    }

    private static String quoted(String path) {
        return "\"" + path + "\"";
    }
}
