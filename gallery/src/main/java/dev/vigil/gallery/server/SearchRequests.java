package dev.vigil.gallery.server;

import dev.vigil.gallery.client.Probes;
import dev.vigil.runtime.embedding.Embedding;
import dev.vigil.runtime.error.UserError;
import dev.vigil.runtime.openapi.Doc;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The bodies of searches as they come, where anything may be missing, and what they are once checked. */
final class SearchRequests {
    static final int DEFAULT_K = 5;
    static final int MOST_K = 100;
    static final int MOST_PROBES = 64;

    private SearchRequests() {}

    /** Of {@code POST /v1/identify}. */
    record ProbesBody(
            @Doc("The embedder's id; left out, the gallery's active model.") @Nullable
            String model,

            @Doc(value = "How many people for each probe.", least = 1, most = MOST_K, standard = "5") @Nullable
            Integer k,

            @Doc(value = "The probes, of one dimension.", required = true, least = 1, most = MOST_PROBES) @Nullable
            List<@Nullable Embedding> embeddings,

            @Doc("Only people on at least one of these; left out or empty, everybody.") @Nullable
            List<@Nullable String> watchlists,

            @Doc(value = "Whether people marked as ignored are found too.", standard = "true") @Nullable
            Boolean ignored,

            @Doc(value = "The answer says who reaches it.", least = -1, most = 1) @Nullable
            Float threshold,

            @Doc(value = "Whether the answer says how it came about.", standard = "false") @Nullable
            Boolean explain) {
        Probes checked() {
            return new Probes(
                    model == null ? null : Checks.model(model),
                    Checks.within(k, DEFAULT_K, 1, MOST_K, "k"),
                    checkedEmbeddings(),
                    Checks.watchlists(watchlists),
                    ignored == null || ignored,
                    Checks.score(threshold, "threshold"),
                    explain != null && explain);
        }

        private List<Embedding> checkedEmbeddings() {
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
            return checked;
        }
    }

    /** Of {@code POST /v1/verify}. */
    record VerifyBody(
            @Doc(value = "The person's id.", required = true) @Nullable
            String person,

            @Doc("The embedder's id; left out, the gallery's active model.") @Nullable
            String model,

            @Doc(value = "The probe.", required = true) @Nullable
            Embedding embedding,

            @Doc(value = "The answer says whether the score reaches it.", least = -1, most = 1) @Nullable
            Float threshold,

            @Doc(value = "Whether the answer has the score of every face.", standard = "false") @Nullable
            Boolean explain) {
        String checkedPerson() {
            return Checks.id(Checks.present(person, "person"), "person");
        }

        @Nullable
        String checkedModel() {
            return model == null ? null : Checks.model(model);
        }

        Embedding checkedEmbedding() {
            return Checks.embedding(embedding, "embedding");
        }

        @Nullable
        Float checkedThreshold() {
            return Checks.score(threshold, "threshold");
        }

        boolean explained() {
            return explain != null && explain;
        }
    }
}
