package dev.vigil.vision.face;

import dev.vigil.runtime.embedding.Embedding;
import dev.vigil.vision.model.ModelCard;
import dev.vigil.vision.model.Tensor;
import dev.vigil.vision.picture.Fit;
import dev.vigil.vision.picture.NetworkInput;
import dev.vigil.vision.picture.Picture;
import dev.vigil.vision.picture.Region;
import dev.vigil.vision.picture.Warp;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * From a picture to its faces and their embeddings. Its buffers are used again for each picture, so that native memory stays flat.
 * For one thread at a time; close it before its {@link FaceModels}.
 */
public final class FaceAnalyzer implements AutoCloseable {
    /** How many faces go through a network at once, at most. */
    static final int MAX_BATCH = FaceEmbedder.MAX_BATCH;

    /** Between two landmarks of a face, in pixels. */
    private static final float LEAST_SPREAD = 1e-2f;

    private final FaceModels models;
    private final DetectorSettings settings;
    private final DetectorDecoder decoder;
    private final NetworkInput detectorInput;
    private final NetworkInput landmarkInput;
    private final FaceEmbedder embedder;
    private final Warp warp = new Warp(AlignedFace.SIDE);

    FaceAnalyzer(FaceModels models, DetectorSettings settings) {
        this.models = models;
        this.settings = settings;
        decoder = models.decoder(settings.width(), settings.height());
        detectorInput =
                new NetworkInput(models.detector().card().input(), decoder.inputWidth(), decoder.inputHeight(), 1);
        landmarkInput = batch(models.landmarks().card().input());
        embedder = models.newEmbedder();
    }

    private static NetworkInput batch(ModelCard.Input input) {
        return new NetworkInput(input, input.width(), input.height(), MAX_BATCH);
    }

    /** All three steps. Best detection first; empty where there is no face. */
    public List<EmbeddedFace> analyze(Picture picture) {
        List<Face> faces = locate(picture, detect(picture));
        List<Embedding> embeddings = embed(picture, faces);
        List<EmbeddedFace> both = new ArrayList<>(faces.size());
        for (int i = 0; i < faces.size(); i++) {
            both.add(new EmbeddedFace(faces.get(i), embeddings.get(i)));
        }
        return List.copyOf(both);
    }

    /**
     * Where there are faces, best first; boxes may reach over the picture's edge.
     *
     * @throws IllegalStateException if the detector gives numbers that are not finite: it is broken then, and sees nobody
     */
    public List<Detection> detect(Picture picture) {
        List<Detection> whole = seen(detectorInput.letterbox(picture, 0), picture.width(), picture.height());
        List<Region> parts =
                Tiles.of(picture.width(), picture.height(), settings).regions();
        if (parts.isEmpty()) {
            return NonMaximumSuppression.apply(whole, settings.maxIou());
        }
        List<List<Detection>> looks = new ArrayList<>(parts.size() + 1);
        looks.add(whole);
        for (Region part : parts) {
            Fit fit = detectorInput.letterbox(picture, part, 0);
            looks.add(seen(fit, part.width(), part.height()).stream()
                    .map(detection -> detection.movedBy(part.x(), part.y()))
                    .filter(detection ->
                            Tiles.isWhole(detection.box(), part, picture.width(), picture.height(), fit.scaleX()))
                    .toList());
        }
        return Tiles.merged(looks, settings.maxIou());
    }

    /** What the detector sees in its input, unsorted and with overlaps. */
    private List<Detection> seen(Fit fit, int width, int height) {
        List<Tensor> outputs = run(models.detector(), detectorInput, 1, decoder.inputWidth(), decoder.inputHeight());
        Box whole = new Box(0, 0, width, height);
        return decoder.decode(outputs, fit, settings.minScore()).stream()
                .map(this::finite)
                .filter(detection -> detection.box().iou(whole) > 0)
                .toList();
    }

    private Detection finite(Detection detection) {
        Box box = detection.box();
        requireFinite(models.detector(), detection.score(), box.x(), box.y(), box.width(), box.height());
        return detection;
    }

    private static void requireFinite(FaceModels.Model model, float... numbers) {
        for (float number : numbers) {
            if (!Float.isFinite(number)) {
                throw new IllegalStateException(
                        "The network " + model.card().id() + " gives numbers that are not finite.");
            }
        }
    }

    /**
     * The landmarks and the quality of each detection, in the same order; without those whose landmarks all lie in one place, which
     * are no faces.
     *
     * @throws IllegalStateException if the landmarks are not finite
     */
    public List<Face> locate(Picture picture, List<Detection> detections) {
        List<Face> faces = new ArrayList<>(detections.size());
        for (int from = 0; from < detections.size(); from += MAX_BATCH) {
            List<Detection> some = detections.subList(from, Math.min(from + MAX_BATCH, detections.size()));
            List<Landmarks> landmarks = landmarks(picture, some);
            for (int i = 0; i < some.size(); i++) {
                List<Point> five = five(some.get(i), landmarks.get(i));
                if (five.stream().anyMatch(point -> point.distance(five.get(0)) > LEAST_SPREAD)) {
                    faces.add(face(picture, some.get(i), landmarks.get(i), five));
                }
            }
        }
        return List.copyOf(faces);
    }

    private List<Landmarks> landmarks(Picture picture, List<Detection> detections) {
        List<Region> regions = new ArrayList<>(detections.size());
        for (int i = 0; i < detections.size(); i++) {
            Region region = Region.inside(detections.get(i).box(), picture.width(), picture.height());
            landmarkInput.stretch(picture, region, i);
            regions.add(region);
        }
        FloatBuffer points =
                run(models.landmarks(), landmarkInput, detections.size()).values();
        List<Landmarks> landmarks = new ArrayList<>(detections.size());
        for (int i = 0; i < detections.size(); i++) {
            landmarks.add(Landmarks.read(points, i * 2 * Landmarks.COUNT, regions.get(i)));
        }
        return landmarks;
    }

    private List<Point> five(Detection detection, Landmarks landmarks) {
        List<Point> five = landmarks.five();
        five.forEach(point -> requireFinite(models.landmarks(), point.x(), point.y()));
        detection.landmarks().forEach(point -> requireFinite(models.detector(), point.x(), point.y()));
        return detection.landmarks().isEmpty() ? five : means(five, detection.landmarks());
    }

    private Face face(Picture picture, Detection detection, Landmarks landmarks, List<Point> five) {
        Quality quality = QualityMeasure.of(align(picture, five), five, HeadPose.of(landmarks));
        return new Face(detection.box(), detection.score(), five, quality);
    }

    /** Two networks' points err apart from each other: between them lies better than either (docs/accuracy.md). */
    private static List<Point> means(List<Point> a, List<Point> b) {
        List<Point> means = new ArrayList<>(a.size());
        for (int i = 0; i < a.size(); i++) {
            means.add(new Point(
                    (a.get(i).x() + b.get(i).x()) / 2, (a.get(i).y() + b.get(i).y()) / 2));
        }
        return means;
    }

    /** The embedding of each face, in the same order. */
    public List<Embedding> embed(Picture picture, List<Face> faces) {
        List<AlignedFace> crops = new ArrayList<>(faces.size());
        for (Face face : faces) {
            crops.add(align(picture, face));
        }
        return embedAligned(crops);
    }

    /** Turned and scaled by its landmarks to what embedders take. */
    public AlignedFace align(Picture picture, Face face) {
        return align(picture, face.landmarks());
    }

    private AlignedFace align(Picture picture, List<Point> five) {
        Similarity to = Similarity.between(five, FaceModels.TEMPLATE);
        return new AlignedFace(warp.similarity(picture, to.a(), to.b(), to.tx(), to.ty()));
    }

    /** The embedding of each aligned face, of one picture or of several, in the same order. */
    public List<Embedding> embedAligned(List<AlignedFace> crops) {
        return embedder.embed(crops);
    }

    private static Tensor run(FaceModels.Model model, NetworkInput input, int count) {
        ModelCard.Input card = model.card().input();
        return run(model, input, count, card.width(), card.height()).get(0);
    }

    private static List<Tensor> run(FaceModels.Model model, NetworkInput input, int count, int width, int height) {
        return model.network()
                .run(input.bytes(), count, model.card().input().colour().channels(), height, width);
    }

    /** Frees the buffers; closing twice does nothing. */
    @Override
    public void close() {
        detectorInput.close();
        landmarkInput.close();
        embedder.close();
        warp.close();
    }
}
