package dev.vigil.gallery.state;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vigil.gallery.event.FaceTemplate;
import dev.vigil.gallery.search.SearchEngine;
import dev.vigil.gallery.search.StoredFace;
import dev.vigil.runtime.json.Base64Bytes;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * What a face's record says beside its embedding, in the {@value SearchEngine#MOST_DETAIL_BYTES} bytes that the search engine keeps
 * with it: version, flags, quality, time, place, source. A source that is neither a SHA-256 in hex nor short lies in a table of
 * its own. One writer, any number of readers.
 *
 * <pre>
 * byte 0      version, 1
 * byte 1      1 where there is a crop, and 2 (SHA-256), 4 (short text) or 8 (in the table)
 * bytes 2–5   quality, float32
 * bytes 6–17  createdAt: seconds (int64), nanoseconds (int32)
 * bytes 18–27 place: partition (int16), offset (int64)
 * bytes 28–   the source: 32 bytes, or at most 36 of UTF-8, or nothing
 * </pre>
 */
final class FaceDetails {
    private static final byte VERSION = 1;
    private static final int CROPPED = 1;
    private static final int SHA256 = 2;
    private static final int SHORT = 4;
    private static final int TABLED = 8;
    private static final int SOURCE_AT = 28;
    private static final int MOST_SHORT = SearchEngine.MOST_DETAIL_BYTES - SOURCE_AT;
    private static final Pattern LOWER_HEX_256 = Pattern.compile("[0-9a-f]{64}");

    /** Long sources by {@code PERSON:FACE}. */
    private final Map<String, String> sources = new ConcurrentHashMap<>();

    /** Encodes; the table has the source from now on where it has to. */
    Base64Bytes of(FaceTemplate face, Place place) {
        String key = key(face.person(), face.id());
        byte[] utf8 = face.source().getBytes(UTF_8);
        int kind;
        byte[] source;
        if (LOWER_HEX_256.matcher(face.source()).matches()) {
            kind = SHA256;
            source = HexFormat.of().parseHex(face.source());
        } else if (utf8.length <= MOST_SHORT) {
            kind = SHORT;
            source = utf8;
        } else {
            kind = TABLED;
            source = new byte[0];
        }
        if (kind == TABLED) {
            sources.put(key, face.source());
        } else {
            sources.remove(key);
        }
        Instant createdAt = face.createdAt();
        ByteBuffer bytes = ByteBuffer.allocate(SOURCE_AT + source.length)
                .put(VERSION)
                .put((byte) (kind | (face.crop() == null ? 0 : CROPPED)))
                .putFloat(face.quality())
                .putLong(createdAt.getEpochSecond())
                .putInt(createdAt.getNano())
                .putShort((short) place.partition())
                .putLong(place.offset())
                .put(source);
        return Base64Bytes.of(bytes.array());
    }

    /** Decodes. */
    HeldFace read(String person, StoredFace face) {
        byte[] all = face.details().toArray();
        ByteBuffer bytes = ByteBuffer.wrap(all);
        if (bytes.get() != VERSION) {
            throw new IllegalStateException("The details of a face are of a version that is not known here.");
        }
        int flags = bytes.get();
        float quality = bytes.getFloat();
        Instant createdAt = Instant.ofEpochSecond(bytes.getLong(), bytes.getInt());
        Place place = new Place(bytes.getShort(), bytes.getLong());
        return new HeldFace(
                face.face(),
                person,
                face.model(),
                face.embedding(),
                source(flags, all, person, face.face()),
                quality,
                createdAt,
                (flags & CROPPED) != 0,
                place);
    }

    private String source(int flags, byte[] all, String person, String face) {
        if ((flags & SHA256) != 0) {
            return HexFormat.of().formatHex(all, SOURCE_AT, SOURCE_AT + 32);
        }
        return (flags & SHORT) != 0
                ? new String(all, SOURCE_AT, all.length - SOURCE_AT, UTF_8)
                : sources.getOrDefault(key(person, face), "");
    }

    /** The face is gone. */
    void forget(String person, String face) {
        sources.remove(key(person, face));
    }

    /** Every face of the person is gone. */
    void forget(String person) {
        if (!sources.isEmpty()) {
            sources.keySet().removeIf(key -> key.startsWith(person + ":"));
        }
    }

    void restore(Map<String, String> longSources) {
        sources.clear();
        sources.putAll(longSources);
    }

    /** The table of long sources, by {@code PERSON:FACE}: a view. */
    Map<String, String> longSources() {
        return sources;
    }

    private static String key(String person, String face) {
        return person + ":" + face;
    }
}
