package dev.vigil.vision.model;

import dev.vigil.vision.match.FalseMatchCurve;
import dev.vigil.vision.onnx.OnnxGraph;
import dev.vigil.vision.tfjs.TfjsWeights;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The models that {@code ./vigil models get} knows how to fetch. */
public final class Catalogue {
    /**
     * The default detector, Ultra-Light-Fast RFB-320: works at any input size (320x240 is what it was trained at). It gives the
     * scores {@code float32[n, p, 2]} and the regressions {@code float32[n, p, 4]}, both over the priors in the order that {@link
     * ModelCard.Priors} says; the boxes are decoded in Java, which is why the graph is cut before its own decoding, whose priors
     * are frozen for 320x240.
     */
    public static final String DETECTOR = "rfb-320";

    /**
     * The default landmarks: 68 points of the grey 64x64 face, {@code float32[n, 136]} as x0, y0, x1, y1, … in fractions of the
     * crop's width and height.
     */
    public static final String LANDMARKS = "landmark-68";

    /** The default embedder: {@code float32[n, 512]} of the aligned BGR 112x112 face, not normalised yet. */
    public static final String EMBEDDER = "mobilefacenet-512";

    /** dlib's embedder: {@code float32[n, 128]} of 150x150 RGB pixels, not normalised yet. */
    public static final String DLIB = "dlib-resnet-128";

    /** The default embedder and dlib's as one, half of each: 640 numbers. */
    public static final String FUSED = "mobilefacenet-dlib-640";

    /**
     * Tells faces from pictures of faces, weakly (see its card): three logits, {@code float32[n, 3]}, of the BGR 128x128 surroundings of a
     * face; the first stands for one that is there.
     */
    public static final String LIVENESS = "liveness-128";

    /** What {@code get default} fetches. */
    public static final List<String> DEFAULT = List.of(DETECTOR, LANDMARKS, EMBEDDER);

    /** How many times as often a track of a stranger reaches a score as a single picture does. */
    static final double TRACKS = 1.5;

    private static final String LIVENESS_NOTE =
            "Weak: one sign among others, no lock. Training data not stated. Of 6 people before a webcam"
                    + " (NUAA, 2,012 pictures of faces cut close and 3,451 of their photos held up): AUC .78 [.69, .87], equal error rate 29 % [19, 37];"
                    + " where .5 decides, 9 % of the photos pass and 69 % of the faces are refused. Of press photographs (LFW) 18 % are refused at .5.";
    private static final String ORIGIN = "npm faceplugin@1.0.3 (Faceplugin, MIT)";

    /**
     * One model that can be fetched.
     *
     * @param card without its files
     * @param npmPackage its name in the npm registry
     * @param version of the package
     * @param tarballSha256 of the package's tarball
     * @param file in the tarball
     * @param fileSha256 of that file
     * @param inGraph names of the values of the ONNX graph that become the outputs, in the order of the card's output names; empty
     *     for the graph's own
     * @param published how the file becomes a graph; null where it is an ONNX file
     */
    public record Entry(
            ModelCard card,
            String npmPackage,
            String version,
            String tarballSha256,
            String file,
            String fileSha256,
            List<String> inGraph,
            @Nullable Published published) {}

    /**
     * Weights of TensorFlow.js.
     *
     * @param manifest in the tarball, which names them
     * @param graph what is made of them
     */
    public record Published(String manifest, Function<TfjsWeights, OnnxGraph> graph) {}

    /**
     * Several models of the catalogue as one.
     *
     * @param id as in its card
     * @param parts ids of the models
     * @param weights one for each
     * @param stills false match rates of single pictures; null where none were measured
     * @param tracks those of tracks
     */
    public record Fused(
            String id,
            List<String> parts,
            List<Double> weights,
            @Nullable FalseMatchCurve stills,
            @Nullable FalseMatchCurve tracks) {}

    private static final List<Entry> ENTRIES =
            List.of(detector(), landmarks(), embedder(), DlibEmbedder.entry(), liveness());
    private static final List<Fused> FUSIONS = List.of(DlibEmbedder.fused());

    private Catalogue() {}

    /** All of them. */
    public static List<Entry> entries() {
        return ENTRIES;
    }

    /** The one with that id. */
    public static Optional<Entry> find(String id) {
        return ENTRIES.stream().filter(entry -> entry.card().id().equals(id)).findFirst();
    }

    /** The fusion with that id. */
    static Optional<Fused> fused(String id) {
        return FUSIONS.stream().filter(fused -> fused.id().equals(id)).findFirst();
    }

    /** Whether it has that id, of a network or of a fusion. */
    public static boolean has(String id) {
        return ids().contains(id);
    }

    /** Every id. */
    public static List<String> ids() {
        return Stream.of(
                        ENTRIES.stream().map(entry -> entry.card().id()),
                        PublishedModels.all().stream().map(model -> model.card().id()),
                        FUSIONS.stream().map(Fused::id))
                .flatMap(ids -> ids)
                .toList();
    }

    private static Entry detector() {
        ModelCard card = new ModelCard(
                DETECTOR,
                Task.DETECTION,
                new ModelCard.Input(
                        320, 240, true, ColourOrder.RGB, List.of(127f, 127f, 127f), List.of(128f, 128f, 128f)),
                new ModelCard.Output(List.of("scores", "regressions"), 0),
                new ModelCard.Priors(
                        List.of(8, 16, 32, 64),
                        List.of(List.of(10, 16, 24), List.of(32, 48), List.of(64, 96), List.of(128, 192, 256)),
                        .1f,
                        .2f),
                "MIT",
                ORIGIN + "; weights equal to Ultra-Light-Fast-Generic-Face-Detector RFB-320 (Linzaer, MIT)",
                "WIDER FACE validation AP .787 / .698 / .438 at 320x240 as published.",
                null,
                null,
                null);
        // 462 joins the box heads of the four strides before the graph's own decoding.
        return entry(
                card,
                "fr_detect.onnx",
                "6c0256ccd3164f844736a401faf936ec2930764a87ae39442180887d0c5c8854",
                List.of("scores", "462"));
    }

    private static Entry landmarks() {
        ModelCard card = new ModelCard(
                LANDMARKS,
                Task.LANDMARKS,
                new ModelCard.Input(64, 64, false, ColourOrder.GREY, List.of(0f), List.of(256f)),
                new ModelCard.Output(List.of("points"), 136),
                null,
                "MIT",
                ORIGIN,
                "68 points as of iBUG 300-W, relative to the crop; the training data is not stated.",
                null,
                null,
                null);
        return entry(
                card,
                "fr_landmark.onnx",
                "f10b0ba1d2a8a099adefede1ebf3733e44fe370715e7303dbeb7f59c02142258",
                List.of());
    }

    private static Entry embedder() {
        FalseMatchCurve curve = new FalseMatchCurve(
                List.of(
                        new FalseMatchCurve.Point(.1738, 4.64e-2, 4.23e-2, 5.09e-2, false),
                        new FalseMatchCurve.Point(.2122, 2.15e-2, 1.91e-2, 2.43e-2, false),
                        new FalseMatchCurve.Point(.2470, 1.00e-2, 8.54e-3, 1.18e-2, false),
                        new FalseMatchCurve.Point(.2796, 4.64e-3, 3.83e-3, 5.66e-3, false),
                        new FalseMatchCurve.Point(.3108, 2.15e-3, 1.66e-3, 2.78e-3, false),
                        FalseMatchCurve.STILLS.get(0),
                        FalseMatchCurve.STILLS.get(1),
                        FalseMatchCurve.STILLS.get(2)),
                "still",
                true,
                "Measured on single still pictures of LFW (funneled), whose people are probably among the training data; expect"
                        + " more false matches on private people, and calibrate on yours. Rates over 0.001 on fold 1 (435 people, 807"
                        + " pictures, 324,290 comparisons of different people; intervals of 95 % by person), those from 0.001 on on all"
                        + " of it (13,233 pictures, 29.6 million).");
        FalseMatchCurve tracks = new FalseMatchCurve(
                curve.points().stream()
                        .map(point -> new FalseMatchCurve.Point(point.score(), TRACKS * point.falseMatchRate()))
                        .toList(),
                "track",
                false,
                "Taken to be 1.5 times the rates of single pictures: with 91 clips of 8 people (NUAA, four frames each, asking four"
                        + " times) against LFW fold 1 they were 1.3 to 1.5 times as high at scores of 0.20 to 0.34.");
        ModelCard card = new ModelCard(
                EMBEDDER,
                Task.EMBEDDING,
                new ModelCard.Input(
                        112, 112, false, ColourOrder.BGR, List.of(127f, 127f, 127f), List.of(128f, 128f, 128f)),
                new ModelCard.Output(List.of("embedding"), 512),
                null,
                "MIT",
                ORIGIN + "; MobileFaceNet (Chen et al., 2018)",
                "Training data of the embedder is not stated.",
                null,
                null,
                curve,
                tracks,
                null,
                null);
        return entry(
                card, "fr_feature.onnx", "87aacdfe57510db2af90c0251df680e8eec88f122ee94712121d09bcaaaf3581", List.of());
    }

    private static Entry liveness() {
        ModelCard card = new ModelCard(
                LIVENESS,
                Task.LIVENESS,
                new ModelCard.Input(128, 128, false, ColourOrder.BGR, List.of(0f, 0f, 0f), List.of(1f, 1f, 1f)),
                new ModelCard.Output(List.of("output"), 3),
                null,
                "MIT",
                ORIGIN + "; of the type of MiniFASNet-SE (minivision-ai)",
                LIVENESS_NOTE,
                null,
                null,
                null,
                null,
                null,
                new ModelCard.Liveness(2.7f, 0, false));
        return entry(
                card,
                "fr_liveness.onnx",
                "afa783b7e902fdfcf323a7240cac2a1c580c25314ea4161129dc1b0d100dc32d",
                List.of());
    }

    private static Entry entry(ModelCard card, String file, String sha256, List<String> inGraph) {
        return new Entry(
                card,
                "faceplugin",
                "1.0.3",
                "4e9994780a24675759ed9438866e85661267ad783b3208d646d11d229004980d",
                "package/model/" + file,
                sha256,
                inGraph,
                null);
    }
}
