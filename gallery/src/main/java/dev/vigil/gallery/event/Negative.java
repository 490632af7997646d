package dev.vigil.gallery.event;

import dev.vigil.runtime.embedding.Embedding;
import java.time.Instant;

/**
 * A face that somebody has said is <em>not</em> the person: the value under {@code negative:PERSON:ID} on the changed topic. A
 * probe that resembles it more than the person's own faces is not taken for the person.
 *
 * @param id derived from the source and the model
 * @param person whose face it is not
 * @param model the embedder's id
 * @param embedding of that model
 * @param source the recognition or photo that it comes from
 * @param createdAt when
 */
public record Negative(String id, String person, String model, Embedding embedding, String source, Instant createdAt) {}
