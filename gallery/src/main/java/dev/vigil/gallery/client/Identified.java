package dev.vigil.gallery.client;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.vigil.gallery.event.Watchlist;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a batch: who resembles each probe.
 *
 * @param templates how many were searched, at most 8 counted per person: the N of the threshold
 * @param results one for each probe, in order
 * @param model whose templates were searched; null where a gallery does not say
 * @param explanation how it came about; null unless it was asked for
 * @param watchlists those that a candidate is on, each once, as they stood when this was answered; null where a gallery does not
 *     say
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Identified(
        int templates,
        List<Result> results,
        @Nullable String model,
        @Nullable Explanation explanation,
        @Nullable List<Watchlist> watchlists) {
    /** Copies the lists. */
    public Identified {
        results = List.copyOf(results);
        watchlists = watchlists == null ? null : List.copyOf(watchlists);
    }

    /** Without more. */
    public Identified(int templates, List<Result> results) {
        this(templates, results, null, null, null);
    }

    /**
     * Who resembles one probe.
     *
     * @param candidates at most k people, best first
     * @param above whether the best whom no negative example vetoes reaches the request's threshold; null where it named none
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Result(
            List<Candidate> candidates, @Nullable Boolean above) {
        /** Copies the list. */
        public Result {
            candidates = List.copyOf(candidates);
        }

        /** Without a threshold. */
        public Result(List<Candidate> candidates) {
            this(candidates, null);
        }
    }

    /**
     * How an answer came about.
     *
     * @param engine that searched
     * @param model whose templates
     * @param dimension of its embeddings
     * @param templates how many could be found, at most 8 counted per person; the filter is not taken off it
     * @param gallery people and faces of every model, those whose consent has ended included
     * @param filter that was applied within the search
     * @param milliseconds that the search of the batch took
     */
    public record Explanation(
            String engine,
            String model,
            int dimension,
            int templates,
            Size gallery,
            Applied filter,
            double milliseconds) {}

    /** How much a gallery holds. */
    public record Size(int people, int faces) {}

    /**
     * Whom a search could find.
     *
     * @param watchlists only people on one of these; empty for everybody
     * @param ignored whether ignored people too
     * @param consentAt only people whose consent held at that moment
     */
    public record Applied(List<String> watchlists, boolean ignored, java.time.Instant consentAt) {
        /** Copies the list. */
        public Applied {
            watchlists = List.copyOf(watchlists);
        }
    }
}
