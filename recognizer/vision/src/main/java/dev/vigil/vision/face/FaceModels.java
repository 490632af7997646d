package dev.vigil.vision.face;

import dev.vigil.vision.engine.Engines;
import dev.vigil.vision.match.FalseMatchCurves;
import dev.vigil.vision.model.InstalledModel;
import dev.vigil.vision.model.ModelCard;
import dev.vigil.vision.model.ModelStore;
import dev.vigil.vision.model.Network;
import dev.vigil.vision.model.Task;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The networks that look for faces, loaded, in the engine that {@link Engines} finds. Threads share it; each makes itself an analyzer.
 * Close it after all of its analyzers.
 */
public final class FaceModels implements AutoCloseable {
    /** Where the five landmarks lie in an aligned face of 112x112: the template of ArcFace (Deng et al., CVPR 2019). */
    static final List<Point> TEMPLATE = List.of(
            new Point(38.2946f, 51.6963f),
            new Point(73.5318f, 51.5014f),
            new Point(56.0252f, 71.7366f),
            new Point(41.5493f, 92.3655f),
            new Point(70.7299f, 92.2041f));

    private final Model detector;
    private final Model landmarks;
    private final EmbeddingNetwork embedder;
    private final Map<String, FalseMatchCurves> curves;
    private final ConcurrentMap<Size, DetectorDecoder> decoders = new ConcurrentHashMap<>();

    /**
     * A network and its card.
     *
     * @param network to run; closed with the {@link FaceModels} it is given to
     * @param card what goes in and comes out
     */
    public record Model(Network network, ModelCard card) {}

    private record Size(int width, int height) {}

    private FaceModels(
            Model detector, Model landmarks, EmbeddingNetwork embedder, Map<String, FalseMatchCurves> others) {
        this.detector = require(detector, Task.DETECTION);
        this.landmarks = require(landmarks, Task.LANDMARKS);
        this.embedder = embedder;
        Map<String, FalseMatchCurves> all = new HashMap<>(others);
        all.put(embedder.card().id(), embedder.card().curves());
        this.curves = Map.copyOf(all);
        if (landmarks.card().output().dimension() != 2 * Landmarks.COUNT) {
            throw new IllegalArgumentException(
                    "The landmark network " + landmarks.card().id() + " does not give 68 points.");
        }
    }

    /**
     * Loads the networks from the store.
     *
     * @throws dev.vigil.runtime.error.UserError if one is not there or damaged, saying how to get it
     * @throws IllegalArgumentException if one is not for its task
     */
    public static FaceModels load(ModelStore store, FaceNetworks ids) {
        List<Model> loaded = new ArrayList<>();
        try {
            for (String id : List.of(ids.detector(), ids.landmarks())) {
                InstalledModel model = store.model(id);
                loaded.add(new Model(Engines.load(model), model.card()));
            }
            EmbeddingNetwork embedder = EmbeddingNetwork.load(store, ids.embedder());
            return new FaceModels(loaded.get(0), loaded.get(1), embedder, curves(store));
        } catch (RuntimeException | Error e) {
            loaded.forEach(model -> model.network().close());
            throw e;
        }
    }

    /** Takes over networks that are loaded already. */
    public static FaceModels of(Model detector, Model landmarks, Model embedder) {
        return new FaceModels(detector, landmarks, EmbeddingNetwork.of(require(embedder, Task.EMBEDDING)), Map.of());
    }

    private static Map<String, FalseMatchCurves> curves(ModelStore store) {
        return store.list().stream()
                .map(InstalledModel::card)
                .filter(card -> card.task() == Task.EMBEDDING)
                .collect(Collectors.toMap(ModelCard::id, ModelCard::curves));
    }

    /** An analyzer for one thread: some megabytes of buffers; the networks are shared. Close it before this. */
    public FaceAnalyzer newAnalyzer(DetectorSettings settings) {
        return new FaceAnalyzer(this, settings);
    }

    /** What is known of the embedder: dimension, thresholds, origin. */
    public ModelCard embedderCard() {
        return embedder.card();
    }

    /** How often different people reach a score, with this embedder and with every other one in its store, by id. */
    public Map<String, FalseMatchCurves> curves() {
        return curves;
    }

    /** Which networks these are. */
    public FaceNetworks names() {
        return new FaceNetworks(
                detector.card().id(), landmarks.card().id(), embedder.card().id());
    }

    /** What tells these networks from any others: their ids and the sha256 of their weights. */
    public String fingerprint() {
        return Stream.of(detector.card(), landmarks.card(), embedder.card())
                .map(card -> card.id()
                        + (card.weights() == null ? "" : ":" + card.weights().sha256()))
                .collect(Collectors.joining(","));
    }

    Model detector() {
        return detector;
    }

    Model landmarks() {
        return landmarks;
    }

    FaceEmbedder newEmbedder() {
        return embedder.newEmbedder();
    }

    DetectorDecoder decoder(int width, int height) {
        return decoders.computeIfAbsent(
                new Size(width, height), size -> DetectorDecoder.of(detector.card(), size.width(), size.height()));
    }

    private static Model require(Model model, Task task) {
        if (model.card().task() != task) {
            throw new IllegalArgumentException(
                    "The model " + model.card().id() + " is for " + model.card().task() + ", not for " + task + ".");
        }
        return model;
    }

    /** Frees the networks; closing twice does nothing. */
    @Override
    public void close() {
        detector.network().close();
        landmarks.network().close();
        embedder.close();
    }
}
