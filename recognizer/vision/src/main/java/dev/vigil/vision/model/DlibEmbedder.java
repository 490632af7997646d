package dev.vigil.vision.model;

import dev.vigil.vision.match.FalseMatchCurve;
import dev.vigil.vision.tfjs.DlibResNet;
import java.util.List;

/** dlib's network in the catalogue, by itself and beside the default embedder. */
final class DlibEmbedder {
    private static final String ORIGIN =
            "npm @vladmandic/face-api@1.7.15 (weights in 8 bits; MIT) of dlib_face_recognition_resnet_model_v1 (Davis King, CC0)";

    private DlibEmbedder() {}

    /**
     * By itself. dlib's own chip of 150 pixels shows this square of ArcFace's template; what lies below the aligned face is black, which
     * costs it little.
     */
    static Catalogue.Entry entry() {
        List<Float> mean = List.of(122.782f, 117.001f, 104.298f);
        ModelCard card = new ModelCard(
                Catalogue.DLIB,
                Task.EMBEDDING,
                new ModelCard.Input(
                        DlibResNet.SIDE,
                        DlibResNet.SIDE,
                        false,
                        ColourOrder.RGB,
                        mean,
                        List.of(256f, 256f, 256f),
                        null,
                        new ModelCard.Square(4.67f, 19.8f, 104.08f)),
                new ModelCard.Output(List.of("embedding"), DlibResNet.DIMENSION),
                null,
                "CC0-1.0",
                ORIGIN,
                "Trained on about 3 million faces of 7,485 people (FaceScrub, VGG, pictures of the web), made to be compared by"
                        + " distance: by cosine nearly everybody scores over .8, so margins between people are small: a service that decides by it alone needs a minMargin of about 0.01.",
                null,
                null,
                stills(),
                tracks(stills()),
                null,
                null);
        return new Catalogue.Entry(
                card,
                "@vladmandic/face-api",
                "1.7.15",
                "0d77fffeef362ef9c0939cf6c567f3a2e8e177f114fa257a3270cbd2e509b031",
                "package/model/face_recognition_model.bin",
                "b413e420d6840b2775fba32008db6f3cddb07d485967fb42cfcf379c16a8c589",
                List.of(),
                new Catalogue.Published("package/model/face_recognition_model-weights_manifest.json", DlibResNet::of));
    }

    /** Half of each. */
    static Catalogue.Fused fused() {
        FalseMatchCurve stills = fusedStills();
        return new Catalogue.Fused(
                Catalogue.FUSED, List.of(Catalogue.EMBEDDER, Catalogue.DLIB), List.of(.5, .5), stills, tracks(stills));
    }

    private static FalseMatchCurve stills() {
        return measured(List.of(
                new FalseMatchCurve.Point(0.8932, 0.0464, 0.0408, 0.0517, false),
                new FalseMatchCurve.Point(0.9022, 0.0215, 0.0184, 0.0243, false),
                new FalseMatchCurve.Point(0.9096, 0.01, 0.00838, 0.0118, false),
                new FalseMatchCurve.Point(0.9159, 0.00464, 0.00378, 0.00566, false),
                new FalseMatchCurve.Point(0.9215, 0.00215, 0.00165, 0.00279, false),
                new FalseMatchCurve.Point(0.9265, 0.000999, 0.000707, 0.00136, false),
                new FalseMatchCurve.Point(0.9312, 0.000463, 0.000266, 0.000722, false),
                new FalseMatchCurve.Point(0.9358, 0.000213, 9.82e-05, 0.000389, false),
                new FalseMatchCurve.Point(0.9413, 9.87e-05, 3.02e-05, 0.000232, false),
                new FalseMatchCurve.Point(0.9443, 4.58e-05, 4.6e-06, 0.000117, true),
                new FalseMatchCurve.Point(0.9481, 2.13e-05, 2.51e-07, 6.77e-05, true),
                new FalseMatchCurve.Point(0.9517, 9.87e-06, 1.35e-10, 4.22e-05, true),
                new FalseMatchCurve.Point(0.9552, 4.58e-06, 0.0, 2.66e-05, true),
                new FalseMatchCurve.Point(0.9584, 2.13e-06, 0.0, 1.69e-05, true),
                new FalseMatchCurve.Point(0.9615, 9.87e-07, 0.0, 1.18e-05, true)));
    }

    private static FalseMatchCurve fusedStills() {
        return measured(List.of(
                new FalseMatchCurve.Point(0.5243, 0.0464, 0.0419, 0.0512, false),
                new FalseMatchCurve.Point(0.5479, 0.0215, 0.0192, 0.0244, false),
                new FalseMatchCurve.Point(0.5691, 0.01, 0.00859, 0.0116, false),
                new FalseMatchCurve.Point(0.5883, 0.00464, 0.00386, 0.0055, false),
                new FalseMatchCurve.Point(0.6073, 0.00215, 0.00166, 0.00276, false),
                new FalseMatchCurve.Point(0.6233, 0.000999, 0.000712, 0.00135, false),
                new FalseMatchCurve.Point(0.6394, 0.000463, 0.00029, 0.000685, false),
                new FalseMatchCurve.Point(0.6535, 0.000213, 0.000107, 0.00035, false),
                new FalseMatchCurve.Point(0.6648, 9.87e-05, 4.02e-05, 0.000184, false),
                new FalseMatchCurve.Point(0.6791, 4.58e-05, 7.93e-06, 0.000108, true),
                new FalseMatchCurve.Point(0.6905, 2.13e-05, 4.54e-07, 6.29e-05, true),
                new FalseMatchCurve.Point(0.7011, 9.87e-06, 8.47e-13, 4.1e-05, true),
                new FalseMatchCurve.Point(0.7109, 4.58e-06, 0.0, 2.87e-05, true),
                new FalseMatchCurve.Point(0.7199, 2.13e-06, 0.0, 2.05e-05, true),
                new FalseMatchCurve.Point(0.7283, 9.87e-07, 0.0, 1.5e-05, true)));
    }

    private static FalseMatchCurve measured(List<FalseMatchCurve.Point> points) {
        return new FalseMatchCurve(
                points,
                "still",
                true,
                "Measured on single still pictures of fold 1 of LFW (funneled; 435 people, 807 pictures, 324,290 comparisons of"
                        + " different people, intervals of 95 % by person), whose people are probably among the training data; rates"
                        + " under 0.0001 are of a fitted tail. Expect more false matches on private people, and calibrate on yours.");
    }

    /** As the default's: so many times as often does a track of a stranger reach a score. */
    private static FalseMatchCurve tracks(FalseMatchCurve stills) {
        return new FalseMatchCurve(
                stills.points().stream()
                        .map(point -> new FalseMatchCurve.Point(
                                point.score(), Catalogue.TRACKS * point.falseMatchRate(), null, null, point.fitted()))
                        .toList(),
                "track",
                false,
                "Taken to be 1.5 times the rates of single pictures, as was measured for the default embedder; tracks of this one were not"
                        + " measured.");
    }
}
