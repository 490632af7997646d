package dev.vigil.recognizer.decide;

import dev.vigil.gallery.client.GalleryAwayException;
import dev.vigil.gallery.client.Identified;
import dev.vigil.gallery.client.Probes;
import dev.vigil.recognizer.stream.RecognizerMetrics;
import dev.vigil.recognizer.stream.RecognizerMetrics.Stage;
import dev.vigil.runtime.embedding.Embedding;
import dev.vigil.runtime.error.UserError;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts batches to the gallery and tells its three answers apart. While the gallery is away, it is asked again only after a pause
 * that doubles up to two seconds, so that threads are not blocked by its time-out over and over. Shared by all tasks; thread-safe.
 */
final class GalleryDesk {
    private static final Logger LOG = LoggerFactory.getLogger(GalleryDesk.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    /** An answer that is late once, as the first one of a cold start on a busy machine, is no news: it is asked again. */
    private static final Duration WORTH_TELLING = Duration.ofSeconds(2);

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
    /** Answers that speak of the key, the route or the load, and not of the probe. */
    private static final Set<Integer> NOT_THE_PROBE = Set.of(401, 403, 404, 405, 408, 429);

    private final Function<Probes, Identified> gallery;
    private final int candidates;
    private final RecognizerMetrics metrics;
    private final Clock clock;
    private Duration pause = Duration.ZERO;
    private Instant notBefore = Instant.MIN;
    private Instant awaySince = Instant.MIN;
    private boolean told;

    GalleryDesk(Function<Probes, Identified> gallery, int candidates, RecognizerMetrics metrics, Clock clock) {
        this.gallery = gallery;
        this.candidates = candidates;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** What came of asking. */
    sealed interface Answer {
        /** One result for each probe. */
        record Found(Identified identified) implements Answer {}

        /** The batch is refused for good. */
        record Refused(String sentence) implements Answer {}

        /** Ask again later. */
        record Away() implements Answer {}
    }

    /** Whether it is worth asking now. */
    synchronized boolean open() {
        return !clock.instant().isBefore(notBefore);
    }

    /** Asks about embeddings of one model, at most 64. */
    Answer ask(String model, List<Embedding> embeddings) {
        long start = System.nanoTime();
        try {
            Identified identified = gallery.apply(new Probes(model, candidates, embeddings));
            metrics.took(Stage.SEARCH, Duration.ofNanos(System.nanoTime() - start));
            if (identified.results().size() != embeddings.size()) {
                return away(
                        "It gave " + identified.results().size() + " results for " + embeddings.size() + " probes.");
            }
            back();
            return new Answer.Found(identified);
        } catch (GalleryAwayException e) {
            return away(String.valueOf(e.getMessage()));
        } catch (UserError e) {
            if (!refusesTheProbe(e)) {
                return away("It answered " + e.status() + ": " + e.sentence());
            }
            back();
            return new Answer.Refused(e.sentence());
        }
    }

    /** Whether an answer says that the probes themselves are wrong, so that asking again is of no use. */
    static boolean refusesTheProbe(UserError answer) {
        return answer.status() < 500 && !NOT_THE_PROBE.contains(answer.status());
    }

    private synchronized Answer away(String why) {
        Instant now = clock.instant();
        if (pause.isZero()) {
            awaySince = now;
        }
        if (!told && Duration.between(awaySince, now).compareTo(WORTH_TELLING) >= 0) {
            LOG.warn("the gallery is away; sightings wait until it is back: {}", why);
            told = true;
        } else {
            LOG.debug("the gallery does not answer: {}", why);
        }
        Duration doubled = pause.isZero() ? FIRST_PAUSE : pause.multipliedBy(2);
        pause = doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
        notBefore = now.plus(pause);
        return new Answer.Away();
    }

    private synchronized void back() {
        if (told) {
            LOG.info("the gallery is back");
        }
        told = false;
        pause = Duration.ZERO;
        notBefore = Instant.MIN;
    }
}
