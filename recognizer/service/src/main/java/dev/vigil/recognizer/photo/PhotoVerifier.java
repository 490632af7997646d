package dev.vigil.recognizer.photo;

import dev.vigil.recognizer.photo.PhotoAnalyzer.Crops;
import dev.vigil.runtime.error.UserError;
import dev.vigil.vision.match.FalseMatchCurve;
import java.util.ArrayList;
import java.util.List;

/**
 * Says whether two photos show the same person (1:1). The threshold is the score that two different people reach at the wanted
 * false match rate, by the measured curve of the embedder's card. Thread-safe.
 */
public final class PhotoVerifier {
    private static final int UNPROCESSABLE = 422;

    private final PhotoAnalyzer analyzer;
    private final FalseMatchCurve curve;

    /** Compares what {@code analyzer} sees; {@code curve} is that of its embedder. */
    public PhotoVerifier(PhotoAnalyzer analyzer, FalseMatchCurve curve) {
        this.analyzer = analyzer;
        this.curve = curve;
    }

    /**
     * Compares two photos, each of one person.
     *
     * @param falseMatchRate wanted, in (0, 0.5]
     * @throws UserError with 422 where a photo can't be read, or shows no face or several
     */
    public Verification verify(byte[] a, byte[] b, double falseMatchRate) {
        List<PhotoFace> inA = look("a", a);
        List<PhotoFace> inB = look("b", b);
        float score = sole("a", inA).embedding().cosine(sole("b", inB).embedding());
        float threshold = (float) curve.score(falseMatchRate);
        List<FaceView> faces = new ArrayList<>();
        inA.forEach(face -> faces.add(FaceView.of("a", face)));
        inB.forEach(face -> faces.add(FaceView.of("b", face)));
        return new Verification(
                score, threshold, falseMatchRate, curve.extrapolates(falseMatchRate), score >= threshold, faces);
    }

    private List<PhotoFace> look(String label, byte[] photo) {
        try {
            return analyzer.analyze(photo, Crops.NONE);
        } catch (UserError e) {
            throw e.status() == UNPROCESSABLE
                    ? new UserError(UNPROCESSABLE, "Photo " + label + ": " + e.sentence(), e)
                    : e;
        }
    }

    private static PhotoFace sole(String label, List<PhotoFace> faces) {
        SoleFace sole = SoleFace.of(faces);
        if (sole instanceof SoleFace.NotOne not) {
            throw new UserError(UNPROCESSABLE, not.sentence("photo " + label));
        }
        return ((SoleFace.One) sole).face();
    }
}
