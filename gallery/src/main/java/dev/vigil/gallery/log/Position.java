package dev.vigil.gallery.log;

import dev.vigil.runtime.error.UserError;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How far somebody has seen the log: the value of the header {@code Vigil-Position}, as {@code 3:1234,7:99}.
 *
 * @param offsets of each partition, the last record that has been seen
 */
public record Position(Map<Integer, Long> offsets) {
    /** The header. */
    public static final String HEADER = "Vigil-Position";

    /** Nothing has been seen. */
    public static final Position NONE = new Position(Map.of());

    private static final Pattern ONE = Pattern.compile("([0-9]{1,6}):([0-9]{1,18})");
    private static final int MOST = 10_000;

    /** Copies the offsets. */
    public Position {
        offsets = Map.copyOf(offsets);
    }

    /** One partition's. */
    public static Position of(int partition, long offset) {
        return new Position(Map.of(partition, offset));
    }

    /**
     * Reads the header's value.
     *
     * @throws UserError if it is no position
     */
    public static Position parse(String text) {
        Map<Integer, Long> offsets = new TreeMap<>();
        for (String one : text.isBlank() || text.length() > MOST ? new String[] {"?"} : text.split(",", -1)) {
            Matcher matcher = ONE.matcher(one.trim());
            if (!matcher.matches()) {
                throw new UserError(
                        "The header " + HEADER
                                + " is what a reply of the gallery bore, as 3:1234,7:99: send it back unchanged, or leave it out.");
            }
            offsets.merge(Integer.parseInt(matcher.group(1)), Long.parseLong(matcher.group(2)), Math::max);
        }
        return new Position(offsets);
    }

    /** The later of the two in each partition. */
    public Position and(Position other) {
        Map<Integer, Long> both = new TreeMap<>(offsets);
        other.offsets.forEach((partition, offset) -> both.merge(partition, offset, Math::max));
        return new Position(both);
    }

    /** Whether nothing has been seen. */
    public boolean isNone() {
        return offsets.isEmpty();
    }

    /** The header's value. */
    public String text() {
        return new TreeMap<>(offsets)
                .entrySet().stream()
                        .map(one -> one.getKey() + ":" + one.getValue())
                        .collect(Collectors.joining(","));
    }
}
