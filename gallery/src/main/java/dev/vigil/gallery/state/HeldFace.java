package dev.vigil.gallery.state;

import dev.vigil.gallery.event.FaceTemplate;
import dev.vigil.runtime.embedding.Embedding;
import dev.vigil.runtime.json.Base64Bytes;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A face as the gallery holds it in memory: everything of its {@link FaceTemplate} but the crop, which stays on the topic. {@link
 * dev.vigil.gallery.log.Crops} reads it from there; whoever writes a held face back without it loses it.
 *
 * @param id as in {@link FaceTemplate}
 * @param person whose face it is
 * @param model the embedder's id
 * @param embedding of that model
 * @param source of the picture
 * @param quality of the picture, in [0, 1]
 * @param createdAt when
 * @param cropped whether its record has a crop
 * @param place of its record
 */
public record HeldFace(
        String id,
        String person,
        String model,
        Embedding embedding,
        String source,
        float quality,
        Instant createdAt,
        boolean cropped,
        Place place) {
    /** The face with that crop, as its record has it. */
    public FaceTemplate with(@Nullable Base64Bytes crop) {
        return new FaceTemplate(id, person, model, embedding, source, quality, crop, createdAt);
    }
}
