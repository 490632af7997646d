package dev.vigil.recognizer.track;

import dev.vigil.recognizer.event.Sighting.Ending;
import dev.vigil.recognizer.track.Plan.Doubt;
import dev.vigil.recognizer.track.Plan.Fit;
import dev.vigil.runtime.embedding.Embedding;
import dev.vigil.vision.match.Assignment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Who is who in one frame, once the doubtful faces have been embedded. */
final class Follower {
    /** Without an embedding a doubtful face needs this overlap. */
    private static final double GOOD_OVERLAP = .4;
    /** A track ends where somebody else stands with this overlap. */
    private static final double IN_ITS_PLACE = .3;

    private final Plan plan;
    private final Map<Integer, Portrait> portraits;
    private final ShotShelf shelf;
    private final float refuse;
    private final Map<String, Optional<Embedding>> fused = new HashMap<>();

    Follower(Plan plan, Map<Integer, Portrait> portraits, ShotShelf shelf, float refuse) {
        this.plan = plan;
        this.portraits = portraits;
        this.shelf = shelf;
        this.refuse = refuse;
    }

    /** For each face its track, or -1. */
    int[] trackOfFaces() {
        List<List<Fit>> proven = new ArrayList<>();
        for (int t = 0; t < plan.open().size(); t++) {
            List<Fit> row = new ArrayList<>();
            for (int f = 0; f < plan.seen().faces().size(); f++) {
                Fit fit = plan.fits().get(t).get(f);
                row.add(new Fit(cost(plan.open().get(t), f, fit), fit.overlap(), fit.doubt()));
            }
            proven.add(row);
        }
        return trackOf(proven, plan.seen().faces().size(), Fit::cost);
    }

    /** The tracks without a face in whose place somebody else stands. */
    List<Tracks.Ended> split(int[] trackOf) {
        List<Tracks.Ended> ended = new ArrayList<>();
        for (int t = 0; t < plan.open().size(); t++) {
            TrackState track = plan.open().get(t);
            if (!contains(trackOf, t) && replaced(track, plan.fits().get(t), trackOf)) {
                ended.add(new Tracks.Ended(track, Ending.SPLIT));
            }
        }
        return ended;
    }

    private boolean replaced(TrackState track, List<Fit> fits, int[] trackOf) {
        for (int f = 0; f < fits.size(); f++) {
            Fit fit = fits.get(f);
            if (trackOf[f] < 0
                    && fit.possible()
                    && fit.overlap() >= IN_ITS_PLACE
                    && cost(track, f, fit) >= Assignment.FORBIDDEN) {
                return true;
            }
        }
        return false;
    }

    private double cost(TrackState track, int face, Fit fit) {
        if (!fit.possible()) {
            return Assignment.FORBIDDEN;
        }
        Embedding probe = portraits.containsKey(face) ? portraits.get(face).embedding() : null;
        @Nullable Embedding known = probe == null ? null : fused(track).orElse(null);
        if (probe != null && known != null) {
            float cosine = probe.cosine(known);
            return cosine < refuse ? Assignment.FORBIDDEN : fit.cost() / 2 + 1 - cosine;
        }
        if (fit.doubt() == Doubt.GRAVE && track.evidence().embedded()) {
            return Assignment.FORBIDDEN;
        }
        return fit.doubt() != Doubt.NONE && fit.overlap() < GOOD_OVERLAP ? Assignment.FORBIDDEN : fit.cost();
    }

    private Optional<Embedding> fused(TrackState track) {
        if (!track.evidence().embedded()) {
            return Optional.empty();
        }
        return fused.computeIfAbsent(track.id(), id -> Shot.fuse(shelf.of(track)));
    }

    /** The cheapest assignment: for each face its track, or -1. */
    static int[] trackOf(List<List<Fit>> fits, int faces, ToDoubleFunction<Fit> cost) {
        double[][] costs = fits.stream()
                .map(row -> row.stream().mapToDouble(cost).toArray())
                .toArray(double[][]::new);
        int[] faceOf = Assignment.solve(costs, faces);
        int[] trackOf = new int[faces];
        Arrays.fill(trackOf, -1);
        for (int t = 0; t < faceOf.length; t++) {
            if (faceOf[t] >= 0) {
                trackOf[faceOf[t]] = t;
            }
        }
        return trackOf;
    }

    private static boolean contains(int[] numbers, int wanted) {
        return Arrays.stream(numbers).anyMatch(number -> number == wanted);
    }
}
