package dev.vigil.gallery.server;

import dev.vigil.gallery.event.Consent;
import dev.vigil.gallery.event.GalleryKey;
import dev.vigil.gallery.event.ScheduleWindow;
import dev.vigil.runtime.embedding.Embedding;
import dev.vigil.runtime.error.UserError;
import dev.vigil.runtime.json.Base64Bytes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the fields of a request may be. Each check returns the value, or throws a {@link UserError} that names the field. */
final class Checks {
    static final int MOST_NAME = 200;
    static final int MOST_NOTE = 2_000;
    static final int MOST_WATCHLISTS = 64;
    static final int MOST_DIMENSIONS = 4_096;

    private static final int MOST_WINDOWS = 100;
    private static final Duration LONGEST = Duration.ofDays(30);
    private static final Pattern MODEL = Pattern.compile("[A-Za-z0-9._-]{1,100}");
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
    private static final Pattern CONTROL_IN_NOTE = Pattern.compile("[\\p{Cntrl}&&[^\\n\\t\\r]]");

    private Checks() {}

    static <T> T present(@Nullable T value, String field) {
        if (value == null) {
            throw new UserError("The field '" + field + "' is missing.");
        }
        return value;
    }

    /** One line, not blank; blanks around it are cut off. */
    static String line(@Nullable String value, String field, int most) {
        String line = present(value, field).strip();
        if (line.isEmpty()) {
            throw new UserError("The field '" + field + "' is blank.");
        }
        if (line.length() > most) {
            throw new UserError(
                    "The field '" + field + "' has " + line.length() + " characters; at most " + most + " are taken.");
        }
        if (CONTROL.matcher(line).find()) {
            throw new UserError("The field '" + field + "' has a control character.");
        }
        return line;
    }

    static String note(@Nullable String value) {
        String note = value == null ? "" : value;
        if (note.length() > MOST_NOTE) {
            throw new UserError(
                    "The field 'note' has " + note.length() + " characters; at most " + MOST_NOTE + " are taken.");
        }
        if (CONTROL_IN_NOTE.matcher(note).find()) {
            throw new UserError("The field 'note' has a control character.");
        }
        return note;
    }

    /** An id of a person, face or watchlist. */
    static String id(String value, String what) {
        if (!GalleryKey.ID.matcher(value).matches()) {
            throw new UserError("The id of a " + what
                    + " has 1 to 64 characters, each a letter of a-z, a digit, - or _: this one doesn't.");
        }
        return value;
    }

    static List<String> watchlists(@Nullable List<@Nullable String> value) {
        if (value == null) {
            return List.of();
        }
        if (value.size() > MOST_WATCHLISTS) {
            throw new UserError("A person is on at most " + MOST_WATCHLISTS + " watchlists.");
        }
        List<String> ids = value.stream()
                .map(id -> id(present(id, "watchlists"), "watchlist"))
                .toList();
        if (new HashSet<>(ids).size() < ids.size()) {
            throw new UserError("The field 'watchlists' names one twice.");
        }
        return ids;
    }

    static @Nullable Consent consent(@Nullable Consent value) {
        return value == null ? null : new Consent(line(value.basis(), "consent.basis", MOST_NAME), value.until());
    }

    static String model(@Nullable String value) {
        String model = present(value, "model");
        if (!MODEL.matcher(model).matches()) {
            throw new UserError(
                    "The field 'model' is an embedder's id, as mobilefacenet-512: letters, digits, . - and _.");
        }
        return model;
    }

    static Embedding embedding(@Nullable Embedding value, String field) {
        Embedding embedding = present(value, field);
        if (embedding.dimension() > MOST_DIMENSIONS) {
            throw new UserError(
                    422,
                    "The field '" + field + "' has " + embedding.dimension() + " numbers; at most " + MOST_DIMENSIONS
                            + " are taken.");
        }
        return embedding;
    }

    static float quality(@Nullable Float value) {
        float quality = present(value, "quality");
        if (!(quality >= 0 && quality <= 1)) {
            throw new UserError("The field 'quality' lies between 0 and 1.");
        }
        return quality;
    }

    static @Nullable Base64Bytes crop(@Nullable Base64Bytes value) {
        if (value == null) {
            return null;
        }
        byte[] bytes = value.toArray();
        if (bytes.length < 3 || (bytes[0] & 0xff) != 0xff || (bytes[1] & 0xff) != 0xd8 || (bytes[2] & 0xff) != 0xff) {
            throw new UserError("The field 'crop' is no JPEG.");
        }
        return value;
    }

    /** A cosine, or null where there is none. */
    static @Nullable Float score(@Nullable Float value, String field) {
        if (value != null && !(value >= -1 && value <= 1)) {
            throw new UserError("The field '" + field + "' is a cosine: it lies between -1 and 1.");
        }
        return value;
    }

    /** Not negative and at most 30 days, or null where there is none. */
    static @Nullable Duration duration(@Nullable Duration value, String field) {
        if (value != null && (value.isNegative() || value.compareTo(LONGEST) > 0)) {
            throw new UserError("The field '" + field + "' lies between PT0S and P30D.");
        }
        return value;
    }

    static List<ScheduleWindow> schedule(@Nullable List<@Nullable ScheduleWindow> value) {
        if (value == null) {
            return List.of();
        }
        if (value.size() > MOST_WINDOWS) {
            throw new UserError("The field 'schedule' has at most " + MOST_WINDOWS + " windows.");
        }
        List<ScheduleWindow> windows = new ArrayList<>();
        for (int i = 0; i < value.size(); i++) {
            ScheduleWindow window = present(value.get(i), "schedule[" + i + "]");
            present(window.from(), "schedule[" + i + "].from");
            present(window.to(), "schedule[" + i + "].to");
            present(window.zone(), "schedule[" + i + "].zone");
            windows.add(window);
        }
        return windows;
    }

    static int within(@Nullable Integer value, int ifMissing, int least, int most, String field) {
        int number = value == null ? ifMissing : value;
        if (number < least || number > most) {
            throw new UserError("The field '" + field + "' lies between " + least + " and " + most + ".");
        }
        return number;
    }
}
