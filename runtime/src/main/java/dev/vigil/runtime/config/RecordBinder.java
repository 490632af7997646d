package dev.vigil.runtime.config;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Binds YAML nodes and environment variables to records, collecting what is wrong. For one reading, by one thread. */
final class RecordBinder {
    private final String file;
    private final EnvironmentOverrides environment;
    private final List<String> errors = new ArrayList<>();

    RecordBinder(String file, Map<String, String> environment) {
        this.file = file;
        this.environment = new EnvironmentOverrides(environment);
    }

    /** Everything that was wrong, in the order of the file. */
    List<String> errors() {
        return List.copyOf(errors);
    }

    /** Binds the whole file; null where something was wrong. */
    @Nullable
    Object bindRoot(@Nullable Node node, Class<? extends Record> type) {
        Object value = bindRecord(node, type, "", file + ": ");
        errors.addAll(environment.unknown(type));
        return errors.isEmpty() ? value : null;
    }

    private @Nullable Object bindRecord(@Nullable Node node, Class<?> type, String path, String place) {
        Map<String, Node> keys = keys(node, path, type);
        RecordComponent[] components = type.getRecordComponents();
        Object[] values = new Object[components.length];
        Class<?>[] types = new Class<?>[components.length];
        int before = errors.size();
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            values[i] = SecretFile.allowed(components[i])
                    ? bindSecret(keys, components[i], path, place)
                    : bindComponent(keys.get(components[i].getName()), components[i], path, place);
        }
        return errors.size() > before ? null : construct(type, types, values, node == null ? place : at(node));
    }

    private Map<String, Node> keys(@Nullable Node node, String path, Class<?> type) {
        Map<String, Node> keys = new LinkedHashMap<>();
        if (node == null || isNull(node)) {
            return keys;
        }
        if (!(node instanceof MappingNode mapping)) {
            errors.add(at(node) + describe(path) + " needs keys below it, as 'key: value'.");
            return keys;
        }
        List<String> known = names(type);
        for (NodeTuple tuple : mapping.getValue()) {
            String key = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
            if (!known.contains(key)) {
                errors.add(at(tuple.getKeyNode()) + unknown(key, path, known));
            } else if (keys.put(key, tuple.getValueNode()) != null) {
                errors.add(at(tuple.getKeyNode()) + "the key '" + join(path, key) + "' is given twice.");
            }
        }
        return keys;
    }

    private static String unknown(String key, String path, List<String> known) {
        String hint = NearestName.of(key, known)
                .map(name -> "did you mean '" + name + "'?")
                .orElse("known are " + String.join(", ", known) + ".");
        return "unknown key '" + join(path, key) + "': " + hint;
    }

    private @Nullable Object bindComponent(@Nullable Node given, RecordComponent component, String path, String place) {
        String key = join(path, component.getName());
        String variable = EnvironmentOverrides.variable(key);
        Node node =
                given == null || isNull(given) ? null : given; // "key:" with nothing behind it is as good as left out
        String where = node == null ? place : at(node);
        String override = component.getType().isRecord() ? null : environment.take(variable);
        Default standard = component.getAnnotation(Default.class);
        if (override != null) {
            node = literal(override, component.getType());
            where = "the environment's " + variable + ": ";
        } else if (node == null && standard != null) {
            node = literal(standard.value(), component.getType());
            where = "the default of " + key + ": ";
        }
        if (node == null && !component.getType().isRecord()) {
            if (component.getAnnotatedType().getAnnotation(Nullable.class) == null) {
                errors.add(place + "the key '" + key + "' is missing.");
            }
            return null;
        }
        return bind(node, component.getGenericType(), key, where);
    }

    /** A secret's own value, or that of the file that is named in its place; the environment comes before the configuration. */
    private @Nullable Object bindSecret(Map<String, Node> keys, RecordComponent component, String path, String place) {
        String name = component.getName();
        String fileKey = SecretFile.key(name);
        Node given = keys.get(name);
        Node file = keys.get(fileKey);
        String variable = EnvironmentOverrides.variable(join(path, fileKey));
        String override = environment.take(variable);
        if (environment.take(EnvironmentOverrides.variable(join(path, name))) != null) {
            return bindComponent(given, component, path, place);
        } else if (override != null) {
            return secretOf(override, "the environment's " + variable + ": ");
        } else if (file == null || isNull(file)) {
            return bindComponent(given, component, path, place);
        } else if (given != null && !isNull(given)) {
            errors.add(at(file) + "give '" + join(path, name) + "' or '" + fileKey + "', not both.");
            return null;
        }
        Object named = bindScalar(file, String.class, join(path, fileKey), at(file));
        return named == null ? null : secretOf((String) named, at(file) + describe(join(path, fileKey)) + ": ");
    }

    private @Nullable Object secretOf(String file, String place) {
        try {
            return Secret.of(SecretFile.read(file));
        } catch (IllegalArgumentException e) {
            errors.add(place + e.getMessage() + ".");
            return null;
        }
    }

    /** A scalar's text stands for itself; only lists, maps and records are YAML. */
    private Node literal(String text, Class<?> type) {
        Node node = ScalarParser.parses(type) ? null : ConfigReader.compose(text, file);
        return node == null
                ? new ScalarNode(Tag.STR, text, null, null, org.yaml.snakeyaml.DumperOptions.ScalarStyle.PLAIN)
                : node;
    }

    private @Nullable Object bind(@Nullable Node node, Type type, String key, String place) {
        Class<?> raw = raw(type);
        if (raw.isRecord()) {
            return bindRecord(node, raw, key, place);
        }
        if (node == null) {
            return null;
        }
        if (raw == List.class) {
            return bindList(node, argument(type, 0), key, place);
        } else if (raw == Map.class) {
            return bindMap(node, argument(type, 1), key, place);
        }
        return bindScalar(node, raw, key, place);
    }

    private @Nullable Object bindScalar(Node node, Class<?> type, String key, String place) {
        if (!(node instanceof ScalarNode scalar)) {
            errors.add(place + describe(key) + " needs one value, not a list or keys.");
            return null;
        }
        try {
            return ScalarParser.parse(scalar.getValue(), type);
        } catch (IllegalArgumentException e) {
            errors.add(place + describe(key) + ": " + e.getMessage() + ".");
            return null;
        }
    }

    private List<Object> bindList(Node node, Type element, String key, String place) {
        List<Object> values = new ArrayList<>();
        if (isNull(node)) {
            return values;
        }
        if (!(node instanceof SequenceNode sequence)) {
            errors.add(place + describe(key) + " needs a list, as '- value' on a line each.");
            return values;
        }
        int index = 0;
        for (Node item : sequence.getValue()) {
            Object value =
                    bind(item, element, key + "[" + index++ + "]", item.getStartMark() == null ? place : at(item));
            if (value != null) {
                values.add(value);
            }
        }
        return values;
    }

    private Map<String, Object> bindMap(Node node, Type element, String key, String place) {
        Map<String, Object> values = new LinkedHashMap<>();
        if (isNull(node)) {
            return values;
        }
        if (!(node instanceof MappingNode mapping)) {
            errors.add(place + describe(key) + " needs keys below it, as 'key: value'.");
            return values;
        }
        for (NodeTuple tuple : mapping.getValue()) {
            String name = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
            Node item = tuple.getValueNode();
            Object value = bind(item, element, join(key, name), item.getStartMark() == null ? place : at(item));
            if (value != null) {
                values.put(name, value);
            }
        }
        return values;
    }

    private @Nullable Object construct(Class<?> type, Class<?>[] types, Object[] values, String place) {
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException cause) {
                errors.add(place + cause.getMessage());
                return null;
            }
            throw new IllegalStateException("The configuration " + type.getName() + " can't be made.", e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("The configuration " + type.getName() + " can't be made.", e);
        }
    }

    private String at(Node node) {
        return node.getStartMark() == null
                ? file + ": "
                : file + ":" + (node.getStartMark().getLine() + 1) + ": ";
    }

    private static boolean isNull(Node node) {
        return node.getTag().equals(Tag.NULL);
    }

    private static List<String> names(Class<?> type) {
        List<String> names = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            names.add(component.getName());
            if (SecretFile.allowed(component)) {
                names.add(SecretFile.key(component.getName()));
            }
        }
        return names;
    }

    private static Class<?> raw(Type type) {
        return type instanceof ParameterizedType p ? (Class<?>) p.getRawType() : (Class<?>) type;
    }

    private static Type argument(Type type, int index) {
        return ((ParameterizedType) type).getActualTypeArguments()[index];
    }

    private static String join(String path, String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private static String describe(String path) {
        return path.isEmpty() ? "the file" : "the key '" + path + "'";
    }

    static String upperSnake(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toUpperCase(Locale.ROOT);
    }
}
