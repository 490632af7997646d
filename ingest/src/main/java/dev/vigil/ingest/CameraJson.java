package dev.vigil.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vigil.runtime.config.ConfigReader;
import dev.vigil.runtime.error.UserError;
import dev.vigil.runtime.json.Json;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Cameras as JSON, with the keys, the defaults and the errors of the configuration file. */
final class CameraJson {
    private static final String NAME = "the camera";

    private CameraJson() {}

    /** A camera with its credentials. */
    static ObjectNode tree(CameraConfig camera) {
        return Json.mapper().valueToTree(camera);
    }

    /**
     * Reads a camera, with the defaults for what is missing.
     *
     * @throws IllegalArgumentException with everything that is wrong in it
     */
    static CameraConfig read(ObjectNode tree) {
        try {
            return ConfigReader.parse(Json.line(tree), NAME, Map.of(), CameraConfig.class);
        } catch (UserError e) {
            String sentences = e.sentence().replace(NAME + ":1: ", "").replace(NAME + ": ", "");
            throw new IllegalArgumentException(sentences.replaceAll("\\R", " "), e);
        }
    }

    /** {@code tree} as {@code patch} changes it (JSON merge patch, RFC 7396). */
    static ObjectNode merged(ObjectNode tree, ObjectNode patch) {
        ObjectNode merged = tree.deepCopy();
        for (Map.Entry<String, JsonNode> change : patch.properties()) {
            JsonNode value = change.getValue();
            if (value.isNull()) {
                merged.remove(change.getKey());
            } else if (value.isObject() && merged.get(change.getKey()) instanceof ObjectNode inner) {
                merged.set(change.getKey(), merged(inner, (ObjectNode) value));
            } else {
                merged.set(change.getKey(), value);
            }
        }
        return merged;
    }

    /** A mark that differs where anything of the camera differs. */
    static String mark(CameraConfig camera) {
        return mark(List.of(camera));
    }

    /** A mark that differs where anything of any of the cameras differs. */
    static String mark(List<CameraConfig> cameras) {
        String text = cameras.stream().map(camera -> Json.line(tree(camera))).collect(Collectors.joining("\n"));
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256.", e);
        }
    }
}
