package dev.vigil.runtime.config;

import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns the text of one setting into a value of its type. */
final class ScalarParser {
    private static final Pattern DURATION = Pattern.compile("(\\d+)\\s*(ms|s|m|h|d)");

    private ScalarParser() {}

    /** Whether a setting of this type is written as one scalar. */
    static boolean parses(Class<?> type) {
        return type == String.class
                || type == int.class
                || type == Integer.class
                || type == long.class
                || type == Long.class
                || type == float.class
                || type == Float.class
                || type == double.class
                || type == Double.class
                || type == boolean.class
                || type == Boolean.class
                || type == Duration.class
                || type == Path.class
                || type == Secret.class
                || type.isEnum();
    }

    /**
     * Parses {@code text}.
     *
     * @throws IllegalArgumentException whose message says what would be right
     */
    static Object parse(String text, Class<?> type) {
        if (type == String.class) {
            return text;
        } else if (type == Secret.class) {
            return Secret.of(text);
        } else if (type == Path.class) {
            return Path.of(text);
        } else if (type == Duration.class) {
            return duration(text);
        } else if (type == boolean.class || type == Boolean.class) {
            return truth(text);
        } else if (type.isEnum()) {
            return constant(text, type);
        }
        try {
            return number(text, type);
        } catch (NumberFormatException e) {
            String wanted = type == float.class || type == double.class ? "a number" : "a whole number";
            throw new IllegalArgumentException("'" + text + "' is not " + wanted, e);
        }
    }

    private static Object number(String text, Class<?> type) {
        if (type == int.class || type == Integer.class) {
            return Integer.valueOf(text);
        } else if (type == long.class || type == Long.class) {
            return Long.valueOf(text);
        } else if (type == float.class || type == Float.class) {
            return Float.valueOf(text);
        }
        return Double.valueOf(text);
    }

    private static Boolean truth(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("'" + text + "' is not true or false");
        };
    }

    private static Duration duration(String text) {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            return iso(text);
        }
        long amount = Long.parseLong(matcher.group(1));
        return switch (String.valueOf(matcher.group(2))) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }

    /** As JSON writes them (ISO 8601). */
    private static Duration iso(String text) {
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("'" + text + "' is not a duration like 500ms, 2s, 5m, 1h or 7d", e);
        }
    }

    private static Object constant(String text, Class<?> type) {
        List<String> labels = new ArrayList<>();
        for (Object constant : type.getEnumConstants()) {
            String label = ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-');
            if (label.equals(text)) {
                return constant;
            }
            labels.add(label);
        }
        throw new IllegalArgumentException("'" + text + "' is not one of " + String.join(", ", labels));
    }
}
