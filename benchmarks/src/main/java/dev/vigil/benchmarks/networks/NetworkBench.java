package dev.vigil.benchmarks.networks;

import dev.vigil.runtime.error.UserError;
import dev.vigil.vision.engine.EngineChoice;
import dev.vigil.vision.engine.Engines;
import dev.vigil.vision.face.DetectorSettings;
import dev.vigil.vision.face.FaceAnalyzer;
import dev.vigil.vision.face.FaceModels;
import dev.vigil.vision.model.Catalogue;
import dev.vigil.vision.model.InstalledModel;
import dev.vigil.vision.model.ModelCard;
import dev.vigil.vision.model.ModelFetcher;
import dev.vigil.vision.model.ModelStore;
import dev.vigil.vision.model.Network;
import dev.vigil.vision.model.NpmPackages;
import dev.vigil.vision.model.Tensor;
import dev.vigil.vision.onnx.OnnxGraph;
import dev.vigil.vision.picture.Picture;
import dev.vigil.vision.vector.VectorNetwork;
import dev.vigil.vision.vector.Vectors;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/** Runs the default networks in every engine, turn by turn, so that what disturbs one disturbs all. */
final class NetworkBench {
    private static final List<String> ENGINES = List.of("vectors", "PyTorch", "ONNX Runtime");
    private static final int ORT = 2;
    private static final int LEAST_ROUNDS = 3;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int PEAK_TURNS = 4_000_000;

    private final ModelStore store = new ModelStore(ModelStore.defaultRoot(System.getenv()));
    private final List<Integer> batches;
    private final double seconds;
    private final Consumer<String> progress;

    /**
     * Fetches the default networks where they are missing.
     *
     * @param seconds about how long each network and batch is measured, all engines together
     */
    NetworkBench(List<Integer> batches, double seconds, Consumer<String> progress) {
        if (!Vectors.present()) {
            throw new UserError(
                    "Java was started without --add-modules " + Vectors.MODULE + ": use ./vigil models bench.");
        }
        this.batches = List.copyOf(batches);
        this.seconds = seconds;
        this.progress = progress;
        ModelFetcher.of(store, progress).get("default");
    }

    NetworkReport run() {
        double peak = peak();
        List<Loaded> networks =
                Catalogue.DEFAULT.stream().map(id -> Loaded.of(store.model(id))).toList();
        List<NetworkReport.Row> rows = new ArrayList<>();
        for (Loaded network : networks) {
            for (int batch : batches) {
                progress.accept(network.card().id() + ", batch " + batch);
                rows.addAll(network(network, batch, peak));
            }
        }
        List<NetworkReport.Chain> chains = chains(networks);
        networks.forEach(network -> network.engines().forEach(Network::close));
        return new NetworkReport(Runtime.version().toString(), Vectors.preferredBits(), peak, rows, chains);
    }

    /** A network in every engine, in the order of {@link #ENGINES}. */
    private record Loaded(ModelCard card, VectorNetwork vectors, List<Network> engines) {
        static Loaded of(InstalledModel model) {
            OnnxGraph graph = Engines.graph(model)
                    .orElseThrow(() -> new IllegalStateException("The store has just compiled " + model.id() + "."));
            VectorNetwork vectors = (VectorNetwork) Engines.load(model, EngineChoice.VECTOR);
            return new Loaded(
                    model.card(),
                    vectors,
                    List.of(vectors, Engines.load(model, EngineChoice.PLAIN), new OrtNetwork(graph)));
        }

        FaceModels.Model in(int engine) {
            return new FaceModels.Model(engines.get(engine), card);
        }
    }

    /** The best of some tries, GFLOP/s. */
    private static double peak() {
        double best = 0;
        for (int i = 0; i < 30; i++) {
            long start = THREADS.getCurrentThreadCpuTime();
            long operations = Vectors.multiplyAdds(PEAK_TURNS);
            best = Math.max(best, (double) operations / (THREADS.getCurrentThreadCpuTime() - start));
        }
        return best;
    }

    private List<NetworkReport.Row> network(Loaded network, int n, double peak) {
        ModelCard.Input in = network.card().input();
        int c = in.colour().channels();
        ByteBuffer pictures = noise(n * c * in.height() * in.width());
        List<List<Tensor>> outputs = new ArrayList<>(Collections.nCopies(ENGINES.size(), List.of()));
        List<double[]> times = measure(engine ->
                outputs.set(engine, network.engines().get(engine).run(pictures, n, c, in.height(), in.width())));
        long operations = network.vectors().operations(c, in.height(), in.width());
        List<NetworkReport.Row> rows = new ArrayList<>();
        for (int engine = 0; engine < times.size(); engine++) {
            double ms = median(times.get(engine)) / n;
            double gflops = operations / ms / 1e6;
            rows.add(new NetworkReport.Row(
                    network.card().id(),
                    n,
                    ENGINES.get(engine),
                    ms,
                    times.get(engine)[0] / n,
                    gflops,
                    gflops / peak,
                    median(times.get(ORT)) / n / ms,
                    apart(outputs.get(ORT), outputs.get(engine))));
        }
        return rows;
    }

    private List<NetworkReport.Chain> chains(List<Loaded> networks) {
        byte[] jpeg = GroupPhoto.of(new NpmPackages(store.packages(), progress));
        progress.accept("from a JPEG to embeddings");
        List<FaceAnalyzer> analyzers = new ArrayList<>();
        for (int engine = 0; engine < ENGINES.size(); engine++) {
            analyzers.add(FaceModels.of(
                            networks.get(0).in(engine),
                            networks.get(1).in(engine),
                            networks.get(2).in(engine))
                    .newAnalyzer(DetectorSettings.DEFAULT));
        }
        int[] faces = new int[ENGINES.size()];
        List<double[]> times = measure(engine -> {
            try (Picture picture = Picture.decode(jpeg)) {
                faces[engine] = analyzers.get(engine).analyze(picture).size();
            }
        });
        analyzers.forEach(FaceAnalyzer::close);
        List<NetworkReport.Chain> chains = new ArrayList<>();
        for (int engine = 0; engine < times.size(); engine++) {
            double ms = median(times.get(engine));
            chains.add(new NetworkReport.Chain(
                    ENGINES.get(engine), faces[engine], ms, times.get(engine)[0], median(times.get(ORT)) / ms));
        }
        return chains;
    }

    /** The CPU time of each engine in ms, sorted, after as long a warm-up; all of them work on the thread that calls. */
    private List<double[]> measure(IntConsumer once) {
        List<List<Double>> times = new ArrayList<>();
        for (int phase = 0; phase < 2; phase++) {
            times.clear();
            ENGINES.forEach(engine -> times.add(new ArrayList<>()));
            long until = System.nanoTime() + (long) (seconds * 1e9);
            for (int round = 0; round < LEAST_ROUNDS || System.nanoTime() < until; round++) {
                for (int engine = 0; engine < times.size(); engine++) {
                    long start = THREADS.getCurrentThreadCpuTime();
                    once.accept(engine);
                    times.get(engine).add((THREADS.getCurrentThreadCpuTime() - start) / 1e6);
                }
            }
        }
        return times.stream()
                .map(list ->
                        list.stream().mapToDouble(Double::doubleValue).sorted().toArray())
                .toList();
    }

    private static double median(double... sorted) {
        return sorted[sorted.length / 2];
    }

    private static double apart(List<Tensor> expected, List<Tensor> given) {
        double largest = 0;
        double apart = 0;
        for (int i = 0; i < expected.size(); i++) {
            FloatBuffer a = expected.get(i).values();
            FloatBuffer b = given.get(i).values();
            for (int k = 0; k < a.remaining(); k++) {
                largest = Math.max(largest, Math.abs(a.get(k)));
                apart = Math.max(apart, Math.abs(a.get(k) - b.get(k)));
            }
        }
        return apart / largest;
    }

    private static ByteBuffer noise(int floats) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(floats * Float.BYTES).order(ByteOrder.nativeOrder());
        Random random = new Random(1);
        for (int i = 0; i < floats; i++) {
            buffer.putFloat(i * Float.BYTES, (float) random.nextGaussian() / 2);
        }
        return buffer;
    }
}
