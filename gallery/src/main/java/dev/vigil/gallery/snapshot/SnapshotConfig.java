package dev.vigil.gallery.snapshot;

import dev.vigil.runtime.config.Default;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The section {@code gallery.snapshot} of the configuration.
 *
 * @param folder of this replica alone; where there is none, everything is held in memory and read from the log at each start
 * @param interval a snapshot that lacks something is replaced after so long, at least 1 s
 * @param changes and after so many records, at least 1
 * @param afterErasure after so long at most, where what it lacks is an erasure, at least 1 s
 */
public record SnapshotConfig(
        @Nullable Path folder,
        @Default("10m") Duration interval,
        @Default("100000") int changes,
        @Default("1m") Duration afterErasure) {
    private static final Duration LEAST = Duration.ofSeconds(1);

    /** No snapshots. */
    public static final SnapshotConfig NONE =
            new SnapshotConfig(null, Duration.ofMinutes(10), 100_000, Duration.ofMinutes(1));

    /** Checks the ranges. */
    public SnapshotConfig {
        if (interval.compareTo(LEAST) < 0 || interval.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException("gallery.snapshot.interval lies between 1s and 1d.");
        }
        if (changes < 1) {
            throw new IllegalArgumentException("gallery.snapshot.changes is at least 1.");
        }
        if (afterErasure.compareTo(LEAST) < 0 || afterErasure.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException("gallery.snapshot.afterErasure lies between 1s and 1h.");
        }
    }

    /** The same with the defaults' times. */
    public static SnapshotConfig in(Path folder) {
        return new SnapshotConfig(folder, NONE.interval(), NONE.changes(), NONE.afterErasure());
    }
}
