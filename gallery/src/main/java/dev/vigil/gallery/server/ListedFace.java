package dev.vigil.gallery.server;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.vigil.gallery.event.FaceTemplate;
import dev.vigil.gallery.state.HeldFace;
import dev.vigil.runtime.embedding.Embedding;
import dev.vigil.runtime.json.Base64Bytes;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A face as a list shows it. Fields as in {@link FaceTemplate}.
 *
 * @param embedding null, and left out, unless an operator asked for it
 * @param cropped whether a crop is kept
 * @param crop null where none is kept, or was asked for
 */
record ListedFace(
        String id,
        String person,
        String model,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Embedding embedding,
        String source,
        float quality,
        boolean cropped,
        @Nullable Base64Bytes crop,
        Instant createdAt) {
    /** The faces of a person. */
    record Listing(List<ListedFace> faces) {}

    /** A face, without its crop. */
    static ListedFace of(HeldFace face, boolean embedding) {
        return of(face.with(null), face.cropped(), embedding);
    }

    /** A face with its crop, where it has one. */
    static ListedFace of(FaceTemplate face, boolean embedding) {
        return of(face, face.crop() != null, embedding);
    }

    private static ListedFace of(FaceTemplate face, boolean cropped, boolean embedding) {
        return new ListedFace(
                face.id(),
                face.person(),
                face.model(),
                embedding ? face.embedding() : null,
                face.source(),
                face.quality(),
                cropped,
                face.crop(),
                face.createdAt());
    }
}
