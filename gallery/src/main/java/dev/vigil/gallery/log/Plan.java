package dev.vigil.gallery.log;

import java.util.List;

/**
 * What a request comes to, given the state of its partition.
 *
 * @param result what to answer once the changes are committed and applied
 * @param changes all of one partition, written in one transaction; none where everything is so already
 */
public record Plan<T>(T result, List<Change> changes) {
    /** Copies the changes. */
    public Plan {
        changes = List.copyOf(changes);
    }

    /** Nothing needs to change. */
    public static <T> Plan<T> nothing(T result) {
        return new Plan<>(result, List.of());
    }

    /** One thing changes. */
    public static <T> Plan<T> of(T result, Change change) {
        return new Plan<>(result, List.of(change));
    }
}
