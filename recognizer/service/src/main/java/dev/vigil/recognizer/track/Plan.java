package dev.vigil.recognizer.track;

import dev.vigil.vision.match.Assignment;
import java.util.List;
import java.util.Set;

/**
 * What the tracker makes of a frame before any embedding: who may be who, and which faces it wishes to see closer.
 *
 * @param seen the frame, with the faces of which the detector is sure
 * @param weak the other faces
 * @param ended tracks that are over, whatever the frame shows
 * @param open tracks that may go on
 * @param fits by track and face
 * @param embed indices of the faces to embed
 * @param portray indices of further faces of which a small picture is wanted, too poor to embed
 */
public record Plan(
        Observation seen,
        List<Observation.SeenFace> weak,
        List<Tracks.Ended> ended,
        List<TrackState> open,
        List<List<Fit>> fits,
        Set<Integer> embed,
        Set<Integer> portray) {
    /**
     * How a face fits a track, by place and looks but without embeddings.
     *
     * @param cost for the assignment
     * @param overlap in [0, 1]
     * @param doubt whether it must prove itself
     */
    record Fit(double cost, double overlap, Doubt doubt) {
        boolean possible() {
            return cost < Assignment.FORBIDDEN;
        }
    }

    /** Whether a face must prove that it is the track's. */
    enum Doubt {
        /** It need not. */
        NONE,
        /** It should, by its embedding; where that can't be had, a good overlap will do. */
        SOME,
        /** It must: without proof it is taken for somebody else. */
        GRAVE
    }
}
