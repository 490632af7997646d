package dev.vigil.recognizer.photo;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.vigil.runtime.embedding.Embedding;
import dev.vigil.vision.face.Box;
import dev.vigil.vision.face.Face;
import dev.vigil.vision.face.Quality;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A face of a photo as JSON shows it.
 *
 * @param photo {@code a} or {@code b} where two are compared; left out otherwise
 * @param box x, y, width, height in pixels of the upright photo
 * @param landmarks five points: the photo's left eye, right eye, nose tip, left and right mouth corner
 * @param score the detector's, in [0, 1]
 * @param quality of the picture of it
 * @param embedding base64 of little-endian float32; left out unless an operator asks for it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FaceView(
        @Nullable String photo,
        List<Float> box,
        List<List<Float>> landmarks,
        float score,
        Quality quality,
        @Nullable Embedding embedding) {
    /** Copies the lists. */
    public FaceView {
        box = List.copyOf(box);
        landmarks = List.copyOf(landmarks);
    }

    /** A face of photo {@code photo}, or of the only one where that is null; without its embedding. */
    static FaceView of(@Nullable String photo, PhotoFace face) {
        return of(photo, face.face(), null);
    }

    /** A face of the only photo, with its embedding. */
    static FaceView withEmbedding(PhotoFace face) {
        return of(null, face.face(), face.embedding());
    }

    private static FaceView of(@Nullable String photo, Face face, @Nullable Embedding embedding) {
        return new FaceView(photo, box(face.box()), landmarks(face), face.score(), face.quality(), embedding);
    }

    static List<Float> box(Box box) {
        return List.of(box.x(), box.y(), box.width(), box.height());
    }

    private static List<List<Float>> landmarks(Face face) {
        return face.landmarks().stream()
                .map(point -> List.of(point.x(), point.y()))
                .toList();
    }
}
