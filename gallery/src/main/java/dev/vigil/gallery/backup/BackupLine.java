package dev.vigil.gallery.backup;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.vigil.gallery.event.FaceTemplate;
import dev.vigil.gallery.event.GallerySettings;
import dev.vigil.gallery.event.Negative;
import dev.vigil.gallery.event.Person;
import dev.vigil.gallery.event.Watchlist;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A line of a backup: exactly one of its fields is there. First the header, then settings and watchlists, then each person followed by
 * their faces and negative examples, last the trailer.
 *
 * @param header the first line
 * @param settings of the gallery
 * @param watchlist one
 * @param person one; the faces and negatives after it are this person's
 * @param face of the person before it
 * @param negative of the person before it
 * @param trailer the last line
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record BackupLine(
        @Nullable Header header,
        @Nullable GallerySettings settings,
        @Nullable Watchlist watchlist,
        @Nullable Person person,
        @Nullable FaceTemplate face,
        @Nullable Negative negative,
        @Nullable Trailer trailer) {
    /** The version that is written and read. */
    public static final int VERSION = 1;

    /**
     * The first line.
     *
     * @param version of the format
     * @param created when the export began: whoever was erased after that is not imported again
     * @param people how many there were then
     * @param faces how many there were then
     * @param models how many numbers an embedding of each model has
     */
    public record Header(int version, Instant created, long people, long faces, Map<String, Integer> models) {}

    /**
     * The last line.
     *
     * @param lines before it
     * @param people among them
     * @param faces among them
     * @param sha256 of all bytes before it, in hex
     */
    public record Trailer(long lines, long people, long faces, String sha256) {}

    static BackupLine of(Header header) {
        return new BackupLine(header, null, null, null, null, null, null);
    }

    static BackupLine of(GallerySettings settings) {
        return new BackupLine(null, settings, null, null, null, null, null);
    }

    static BackupLine of(Watchlist watchlist) {
        return new BackupLine(null, null, watchlist, null, null, null, null);
    }

    static BackupLine of(Person person) {
        return new BackupLine(null, null, null, person, null, null, null);
    }

    static BackupLine of(FaceTemplate face) {
        return new BackupLine(null, null, null, null, face, null, null);
    }

    static BackupLine of(Negative negative) {
        return new BackupLine(null, null, null, null, null, negative, null);
    }

    static BackupLine of(Trailer trailer) {
        return new BackupLine(null, null, null, null, null, null, trailer);
    }

    boolean isOneThing() {
        return Stream.of(header, settings, watchlist, person, face, negative, trailer)
                        .filter(Objects::nonNull)
                        .count()
                == 1;
    }
}
