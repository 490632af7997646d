package dev.vigil.runtime.config;

import java.util.Collection;
import java.util.Optional;

/** Finds what somebody meant: the name at the smallest edit distance (Levenshtein, 1966), where it is near enough to be meant. */
public final class NearestName {
    private NearestName() {}

    /** The nearest of {@code names} to {@code written}, at most a third of its letters (and at least two) away. */
    public static Optional<String> of(String written, Collection<String> names) {
        String best = null;
        int bestDistance = Math.max(2, written.length() / 3) + 1;
        for (String name : names) {
            int distance = distance(written, name);
            if (distance < bestDistance) {
                best = name;
                bestDistance = distance;
            }
        }
        return Optional.ofNullable(best);
    }

    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                boolean same = Character.toLowerCase(a.charAt(i - 1)) == Character.toLowerCase(b.charAt(j - 1));
                int replaced = diagonal + (same ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
