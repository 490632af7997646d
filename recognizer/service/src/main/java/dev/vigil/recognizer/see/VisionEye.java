package dev.vigil.recognizer.see;

import dev.vigil.recognizer.ActiveNetworks;
import dev.vigil.recognizer.event.ShadowEmbedding;
import dev.vigil.recognizer.stream.RecognizerMetrics;
import dev.vigil.recognizer.stream.RecognizerMetrics.Stage;
import dev.vigil.recognizer.track.Grey;
import dev.vigil.recognizer.track.MotionGate;
import dev.vigil.recognizer.track.Observation.SeenFace;
import dev.vigil.recognizer.track.Portrait;
import dev.vigil.runtime.embedding.Embedding;
import dev.vigil.runtime.json.Base64Bytes;
import dev.vigil.vision.face.AlignedFace;
import dev.vigil.vision.face.Detection;
import dev.vigil.vision.face.DetectorSettings;
import dev.vigil.vision.face.EmbeddingNetwork;
import dev.vigil.vision.face.Face;
import dev.vigil.vision.face.FaceAnalyzer;
import dev.vigil.vision.face.FaceEmbedder;
import dev.vigil.vision.face.LivenessChecker;
import dev.vigil.vision.face.LivenessNetwork;
import dev.vigil.vision.picture.Glimpse;
import dev.vigil.vision.picture.Picture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The eye with the real networks. For one thread at a time; makes itself an analyzer for each embedder, and size that the detector
 * looks at.
 */
public final class VisionEye implements FaceEye {
    private static final float CROP_MARGIN = .3f;
    private static final int CROP_SIDE = 128;
    private static final int CROP_BYTES = 8_000;

    private final ActiveNetworks networks;
    private final Map<Look, FaceAnalyzer> analyzers = new HashMap<>();
    private final Map<EmbeddingNetwork, FaceEmbedder> shadows = new HashMap<>();
    private final Thumbnails thumbnails = new Thumbnails();
    private final boolean keepCrops;
    private final RecognizerMetrics metrics;
    private @Nullable LivenessChecker checker;

    private record Look(String embedder, DetectorSettings detector) {}

    /** Closes the analyzers that it has made, not the networks; small pictures are made only if {@code keepCrops}. */
    public VisionEye(ActiveNetworks networks, boolean keepCrops, RecognizerMetrics metrics) {
        this.networks = networks;
        this.keepCrops = keepCrops;
        this.metrics = metrics;
    }

    private record VisionGlance(
            FaceAnalyzer analyzer, Picture picture, Grey scene, List<SeenFace> faces, List<AlignedFace> aligned)
            implements Glance {
        @Override
        public int width() {
            return picture.width();
        }

        @Override
        public int height() {
            return picture.height();
        }

        @Override
        public void close() {
            picture.close();
        }
    }

    @Override
    public Glance look(byte[] jpeg, LookSettings settings, String embedder) {
        Picture picture = timed(Stage.DECODE, () -> Picture.decode(jpeg));
        try {
            FaceAnalyzer analyzer = analyzers.computeIfAbsent(
                    new Look(embedder, settings.detector(picture.width(), picture.height())),
                    look -> networks.with(look.embedder()).newAnalyzer(look.detector()));
            List<Detection> detections = timed(Stage.DETECT, () -> analyzer.detect(picture));
            return timed(Stage.LANDMARKS, () -> glance(analyzer, picture, detections));
        } catch (RuntimeException | Error e) {
            picture.close();
            throw e;
        }
    }

    @Override
    public Grey glimpse(byte[] jpeg) {
        return timed(Stage.GLIMPSE, () -> Grey.of(Glimpse.of(jpeg, MotionGate.WIDTH, MotionGate.HEIGHT)));
    }

    private Glance glance(FaceAnalyzer analyzer, Picture picture, List<Detection> detections) {
        List<SeenFace> faces = new ArrayList<>();
        List<AlignedFace> aligned = new ArrayList<>();
        List<Face> located = analyzer.locate(picture, detections);
        List<Boolean> doubles = Doubles.in(located);
        for (int i = 0; i < located.size(); i++) {
            if (!doubles.get(i)) {
                AlignedFace crop = analyzer.align(picture, located.get(i));
                aligned.add(crop);
                faces.add(new SeenFace(located.get(i), Thumbnails.patch(crop)));
            }
        }
        return new VisionGlance(analyzer, picture, thumbnails.scene(picture), faces, aligned);
    }

    @Override
    public Map<Integer, Portrait> portray(Glance glance, Set<Integer> embed, Set<Integer> portray) {
        return timed(Stage.EMBED, () -> portraits((VisionGlance) glance, embed, portray));
    }

    private Map<Integer, Portrait> portraits(VisionGlance glance, Set<Integer> embed, Set<Integer> portray) {
        List<AlignedFace> batch = embed.stream().map(i -> glance.aligned.get(i)).toList();
        List<Embedding> embeddings = batch.isEmpty() ? List.of() : glance.analyzer.embedAligned(batch);
        List<ShadowEmbedding> shadow = shadow(batch);
        List<Float> live = live(glance, embed);
        Map<Integer, Portrait> portraits = new HashMap<>();
        int row = 0;
        for (int index : embed) {
            portraits.put(
                    index,
                    new Portrait(
                            embeddings.get(row),
                            shadow.isEmpty() ? null : shadow.get(row),
                            live.isEmpty() ? null : live.get(row),
                            crop(glance, index)));
            row++;
        }
        for (int index : portray) {
            portraits.put(index, new Portrait(null, crop(glance, index)));
        }
        return portraits;
    }

    /** What a second embedder makes of the faces; none where none is compared. */
    private List<ShadowEmbedding> shadow(List<AlignedFace> batch) {
        EmbeddingNetwork second = networks.shadow();
        if (second == null || batch.isEmpty()) {
            return List.of();
        }
        return shadows.computeIfAbsent(second, EmbeddingNetwork::newEmbedder).embed(batch).stream()
                .map(embedding -> new ShadowEmbedding(second.card().id(), embedding))
                .toList();
    }

    /** How probable it is that each of the faces is there; none where that is not asked. */
    private List<Float> live(VisionGlance glance, Set<Integer> faces) {
        LivenessNetwork network = networks.liveness();
        if (network == null || faces.isEmpty()) {
            return List.of();
        }
        if (checker == null) {
            checker = network.newChecker();
        }
        return checker.check(
                glance.picture,
                faces.stream().map(i -> glance.faces.get(i).face().box()).toList());
    }

    private @Nullable Base64Bytes crop(VisionGlance glance, int index) {
        if (!keepCrops) {
            return null;
        }
        Face face = glance.faces.get(index).face();
        return Base64Bytes.of(glance.picture.cropJpeg(face.box(), CROP_MARGIN, CROP_SIDE, CROP_BYTES));
    }

    private <T> T timed(Stage stage, Supplier<T> work) {
        long start = System.nanoTime();
        try {
            return work.get();
        } finally {
            metrics.took(stage, Duration.ofNanos(System.nanoTime() - start));
        }
    }

    @Override
    public void close() {
        if (checker != null) {
            checker.close();
        }
        thumbnails.close();
        analyzers.values().forEach(FaceAnalyzer::close);
        shadows.values().forEach(FaceEmbedder::close);
    }
}
