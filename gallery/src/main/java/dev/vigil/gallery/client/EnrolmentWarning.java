package dev.vigil.gallery.client;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.vigil.runtime.error.UserError;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Something odd about a face that is enrolled.
 *
 * @param kind what
 * @param person whom the face was compared with: the person themselves, or another
 * @param face the id of the face that it was found by; null where none stands out
 * @param score the cosine with it, in [-1, 1]
 * @param sentence what it means, and what to do; names ids only
 */
public record EnrolmentWarning(
        Kind kind, String person, @Nullable String face, float score, String sentence) {
    /** What may be odd. */
    public enum Kind {
        /** The person has nearly the same picture already. */
        DUPLICATE,
        /** It resembles none of the person's own faces. */
        OUTLIER,
        /** It resembles somebody else. */
        CONFLICT;

        /** As JSON writes it. */
        @JsonValue
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        /**
         * Those of a list as {@code duplicate,conflict}; none of a blank one.
         *
         * @param what the parameter or option, for the message
         * @throws UserError where one of them is no kind
         */
        public static Set<Kind> parse(String list, String what) {
            Set<Kind> kinds = EnumSet.noneOf(Kind.class);
            for (String label : list.isBlank() ? new String[0] : list.split(",", -1)) {
                kinds.add(Arrays.stream(values())
                        .filter(kind -> kind.label().equals(label.trim()))
                        .findFirst()
                        .orElseThrow(() ->
                                new UserError(what + " names duplicate, outlier or conflict, with commas between.")));
            }
            return kinds;
        }
    }
}
