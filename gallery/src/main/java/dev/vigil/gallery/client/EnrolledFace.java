package dev.vigil.gallery.client;

import dev.vigil.gallery.event.FaceTemplate;
import dev.vigil.runtime.embedding.Embedding;
import dev.vigil.runtime.json.Base64Bytes;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer to an enrolment: the face as the gallery holds it, and what is odd about it. Fields as in {@link FaceTemplate}.
 *
 * @param warnings none where the face was there already, or nothing is odd
 */
public record EnrolledFace(
        String id,
        String person,
        String model,
        Embedding embedding,
        String source,
        float quality,
        @Nullable Base64Bytes crop,
        Instant createdAt,
        List<EnrolmentWarning> warnings) {
    /** Copies the warnings; a gallery that sends none has none. */
    public EnrolledFace {
        warnings = warnings == null ? List.of() : List.copyOf(warnings);
    }

    /** That face, with these warnings. */
    public static EnrolledFace of(FaceTemplate face, List<EnrolmentWarning> warnings) {
        return new EnrolledFace(
                face.id(),
                face.person(),
                face.model(),
                face.embedding(),
                face.source(),
                face.quality(),
                face.crop(),
                face.createdAt(),
                warnings);
    }

    /** The face alone. */
    public FaceTemplate template() {
        return new FaceTemplate(id, person, model, embedding, source, quality, crop, createdAt);
    }
}
