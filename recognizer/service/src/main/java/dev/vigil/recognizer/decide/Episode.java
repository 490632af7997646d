package dev.vigil.recognizer.decide;

import dev.vigil.recognizer.event.Decision;
import dev.vigil.recognizer.event.Reason;
import dev.vigil.recognizer.event.Recognition;
import dev.vigil.recognizer.event.Sighting;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A track that has been decided and goes on. Kept in a store with changelog until it is closed.
 *
 * @param revision of its last event
 * @param evidence the last version of its embedding that the gallery was asked about
 * @param best what was decided best so far
 * @param view what the sighting behind {@code best} showed
 * @param told the score of the last event, or less than any
 * @param watched who is seen for watchlists; null where {@code best} is no match of somebody on one
 * @param asked the last sighting that the gallery was asked about, as long as nobody was found: who is enrolled meanwhile is found by
 *     it; else null
 */
record Episode(
        int revision,
        int evidence,
        Verdict best,
        View view,
        float told,
        @Nullable Watched watched,
        @Nullable Sighting asked) {
    /** So much more of a score is news. */
    private static final float MATERIAL = .05f;

    /**
     * Somebody on watchlists.
     *
     * @param since frame time from which on the track is known to be theirs
     * @param terms of the watchlists, at least one
     */
    record Watched(Instant since, List<AlertTerms> terms) {
        Watched {
            terms = List.copyOf(terms);
        }
    }

    /**
     * What a recognition shows of the sighting that it rests on.
     *
     * @param face its best shot
     * @param crop of it, or null
     * @param timings of the deciding frame
     * @param searchedAt when the gallery answered
     */
    record View(
            Recognition.FaceView face,
            Recognition.@Nullable Crop crop,
            Recognition.Timings timings,
            @Nullable Instant searchedAt) {
        static View of(Sighting sighting, @Nullable Instant searchedAt) {
            Recognition.FaceView best = sighting.shots().get(0).face();
            return new View(best.with(sighting.liveness()), sighting.crop(), sighting.timings(), searchedAt);
        }
    }

    static Episode begin(Sighting sighting, Verdict verdict, View view, List<AlertTerms> terms) {
        Watched watched = terms.isEmpty() ? null : new Watched(sighting.lastSeen(), terms);
        return new Episode(
                0, sighting.evidence(), verdict, view, verdict.scoreOrLowest(), watched, open(sighting, verdict));
    }

    /**
     * The same with another answer of the gallery: the better one counts; of two of which one is about a face that is not there the later,
     * which rests on more shots.
     */
    Episode answered(Sighting sighting, Verdict verdict, View other, List<AlertTerms> terms) {
        boolean doubted = verdict.reason() == Reason.NOT_LIVE || best.reason() == Reason.NOT_LIVE;
        if (!doubted && !verdict.better(best)) {
            Sighting last = sighting.evidence() == evidence ? asked : open(sighting, best);
            return new Episode(revision, sighting.evidence(), best, view, told, watched, last);
        }
        Watched next = terms.isEmpty() ? null : new Watched(since(sighting, verdict), terms);
        return new Episode(revision, sighting.evidence(), verdict, other, told, next, open(sighting, verdict));
    }

    /** The sighting, where it may still find somebody. */
    private static @Nullable Sighting open(Sighting sighting, Verdict verdict) {
        boolean found = verdict.decision() == Decision.MATCH || verdict.decision() == Decision.IGNORED;
        boolean asks = sighting.embedding() != null && sighting.phase() == Sighting.Phase.SHOT;
        boolean settled = verdict.reason() == Reason.REFUSED_BY_GALLERY || verdict.reason() == Reason.NOT_LIVE;
        return found || !asks || settled ? null : sighting;
    }

    /** From when on whom {@code verdict} names has been known to be there. */
    private Instant since(Sighting sighting, Verdict verdict) {
        boolean same = Objects.equals(best.personId(), verdict.personId());
        return watched != null && same ? watched.since() : sighting.lastSeen();
    }

    /** Whether {@code now} says something else than this, or says it much more clearly. */
    boolean changedMaterially(Episode now) {
        return best.decision() != now.best.decision()
                || !Objects.equals(best.personId(), now.best.personId())
                || now.best.scoreOrLowest() >= told + MATERIAL;
    }

    /** One more event was written. */
    Episode written() {
        return new Episode(revision + 1, evidence, best, view, best.scoreOrLowest(), watched, asked);
    }
}
