package dev.vigil.lab.evaluate;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Pictures in succession, told by their names. */
final class Sequences {
    private static final Pattern NUMBERED = Pattern.compile("(.*?)(\\d{1,18})(\\.[^./]+)");

    private record Numbered(String name, long number) {}

    private Sequences() {}

    /**
     * Pictures whose names differ in their last number only, in the order of that number; a picture without one stands alone. Sequences come
     * by name.
     */
    static List<List<String>> of(Collection<String> names) {
        Map<String, List<Numbered>> bySequence = new TreeMap<>();
        for (String name : names) {
            Matcher matcher = NUMBERED.matcher(name);
            boolean numbered = matcher.matches();
            bySequence
                    .computeIfAbsent(numbered ? matcher.group(1) + matcher.group(3) : name, key -> new ArrayList<>())
                    .add(new Numbered(name, numbered ? Long.parseLong(matcher.group(2)) : 0));
        }
        return bySequence.values().stream()
                .map(sequence -> sequence.stream()
                        .sorted(Comparator.comparingLong(Numbered::number).thenComparing(Numbered::name))
                        .map(Numbered::name)
                        .toList())
                .toList();
    }
}
