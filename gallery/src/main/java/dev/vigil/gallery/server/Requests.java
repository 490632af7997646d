package dev.vigil.gallery.server;

import dev.vigil.gallery.client.NewFace;
import dev.vigil.gallery.client.NewPerson;
import dev.vigil.gallery.client.Probes;
import dev.vigil.gallery.event.Consent;
import dev.vigil.gallery.event.Severity;
import dev.vigil.runtime.embedding.Embedding;
import dev.vigil.runtime.error.UserError;
import dev.vigil.runtime.json.Base64Bytes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The bodies of requests as they come, where anything may be missing, and what they are once checked. */
final class Requests {
    static final int DEFAULT_K = 5;
    static final int MOST_K = 100;
    static final int MOST_PROBES = 64;

    private Requests() {}

    /** Of {@code POST /v1/people} and {@code PUT /v1/people/{id}}. */
    record PersonBody(
            @Nullable String name,
            @Nullable String note,
            @Nullable List<@Nullable String> watchlists,
            @Nullable Boolean ignored,
            @Nullable Consent consent) {
        NewPerson checked() {
            return new NewPerson(
                    Checks.line(name, "name", Checks.MOST_NAME),
                    Checks.note(note),
                    Checks.watchlists(watchlists),
                    ignored != null && ignored,
                    Checks.consent(consent));
        }
    }

    /** Of {@code POST /v1/people/{id}/faces}. */
    record FaceBody(
            @Nullable String model,
            @Nullable Embedding embedding,
            @Nullable String source,
            @Nullable Float quality,
            @Nullable Base64Bytes crop) {
        NewFace checked() {
            return new NewFace(
                    Checks.model(model),
                    Checks.embedding(embedding, "embedding"),
                    Checks.line(source, "source", Checks.MOST_NAME),
                    Checks.quality(quality),
                    Checks.crop(crop));
        }
    }

    /** Of {@code PUT /v1/watchlists/{id}}. */
    record WatchlistBody(@Nullable String name, @Nullable Severity severity) {
        String checkedName() {
            return Checks.line(name, "name", Checks.MOST_NAME);
        }

        Severity checkedSeverity() {
            return Checks.present(severity, "severity");
        }
    }

    /** Of {@code POST /v1/identify}. */
    record ProbesBody(
            @Nullable String model,
            @Nullable Integer k,
            @Nullable List<@Nullable Embedding> embeddings) {
        Probes checked() {
            List<@Nullable Embedding> given = Checks.present(embeddings, "embeddings");
            Checks.within(given.size(), 0, 1, MOST_PROBES, "embeddings.length");
            List<Embedding> checked = new ArrayList<>();
            for (int i = 0; i < given.size(); i++) {
                Embedding probe = Checks.embedding(given.get(i), "embeddings[" + i + "]");
                if (i > 0 && probe.dimension() != checked.get(0).dimension()) {
                    throw new UserError(
                            422,
                            "The embeddings are of one model, so of one dimension: embeddings[" + i + "] has "
                                    + probe.dimension() + " numbers, embeddings[0] "
                                    + checked.get(0).dimension() + ".");
                }
                checked.add(probe);
            }
            return new Probes(Checks.model(model), Checks.within(k, DEFAULT_K, 1, MOST_K, "k"), checked);
        }
    }

    /** Of {@code POST /v1/verify}. */
    record VerifyBody(
            @Nullable String person,
            @Nullable String model,
            @Nullable Embedding embedding) {
        String checkedPerson() {
            return Checks.id(Checks.present(person, "person"), "person");
        }

        Embedding checkedEmbedding() {
            return Checks.embedding(embedding, "embedding");
        }
    }
}
