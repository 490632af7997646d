package dev.vigil.gallery.event;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A key of the changed topic, as {@code person:P} or {@code face:P:F}. Other kinds may come; a reader leaves alone what it doesn't
 * know.
 */
public sealed interface GalleryKey {
    /** What an id may be. */
    Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    /** The key as the topic bears it. */
    String text();

    /** Whose state it is, as {@code person:P} and {@code face:P:F}: one thing has one key. */
    record OfPerson(String person) implements GalleryKey {
        @Override
        public String text() {
            return "person:" + person;
        }
    }

    /** A face of a person; it lies in the person's partition. */
    record OfFace(String person, String face) implements GalleryKey {
        @Override
        public String text() {
            return "face:" + person + ":" + face;
        }
    }

    /** A watchlist. */
    record OfWatchlist(String watchlist) implements GalleryKey {
        @Override
        public String text() {
            return "watchlist:" + watchlist;
        }
    }

    /** The writer of a partition. */
    record OfOwner(int partition) implements GalleryKey {
        @Override
        public String text() {
            return "owner:" + partition;
        }
    }

    /** A face that is not the person's; it lies in the person's partition. */
    record OfNegative(String person, String negative) implements GalleryKey {
        @Override
        public String text() {
            return "negative:" + person + ":" + negative;
        }
    }

    /** An API key. */
    record OfApiKey(String key) implements GalleryKey {
        @Override
        public String text() {
            return "key:" + key;
        }
    }

    /** A merge under way; it lies in the survivor's partition. */
    record OfMerge(String survivor, String absorbed) implements GalleryKey {
        @Override
        public String text() {
            return "merge:" + survivor + ":" + absorbed;
        }
    }

    /** The mark of a person who is being absorbed; it lies in that person's partition. */
    record OfMerging(String absorbed) implements GalleryKey {
        @Override
        public String text() {
            return "merging:" + absorbed;
        }
    }

    /** A setting of the whole gallery. */
    record OfSetting(String setting) implements GalleryKey {
        @Override
        public String text() {
            return "setting:" + setting;
        }
    }

    /** A key that seals records of its partition. */
    record OfDataKey(String key) implements GalleryKey {
        @Override
        public String text() {
            return "datakey:" + key;
        }
    }

    /** What closes the segments before it. */
    record OfRoll(int partition) implements GalleryKey {
        @Override
        public String text() {
            return "roll:" + partition;
        }
    }

    /**
     * Reads a key; empty where it is of a kind that is not known here.
     *
     * @throws IllegalArgumentException if it is of a known kind and malformed
     */
    static Optional<GalleryKey> parse(String text) {
        String[] parts = text.split(":", -1);
        return switch (parts[0]) {
            case "person" -> Optional.of(new OfPerson(id(text, parts, 1, 2)));
            case "face" -> Optional.of(new OfFace(id(text, parts, 1, 3), id(text, parts, 2, 3)));
            case "watchlist" -> Optional.of(new OfWatchlist(id(text, parts, 1, 2)));
            case "owner" -> Optional.of(new OfOwner(Integer.parseInt(id(text, parts, 1, 2))));
            case "roll" -> Optional.of(new OfRoll(Integer.parseInt(id(text, parts, 1, 2))));
            case "negative" -> Optional.of(new OfNegative(id(text, parts, 1, 3), id(text, parts, 2, 3)));
            case "key" -> Optional.of(new OfApiKey(id(text, parts, 1, 2)));
            case "merge" -> Optional.of(new OfMerge(id(text, parts, 1, 3), id(text, parts, 2, 3)));
            case "datakey" -> Optional.of(new OfDataKey(id(text, parts, 1, 2)));
            case "merging" -> Optional.of(new OfMerging(id(text, parts, 1, 2)));
            case "setting" -> Optional.of(new OfSetting(id(text, parts, 1, 2)));
            default -> Optional.empty();
        };
    }

    private static String id(String text, String[] parts, int index, int count) {
        if (parts.length != count || !ID.matcher(parts[index]).matches()) {
            throw new IllegalArgumentException("The key '" + text + "' is malformed.");
        }
        return parts[index];
    }
}
