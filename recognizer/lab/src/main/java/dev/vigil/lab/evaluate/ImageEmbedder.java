package dev.vigil.lab.evaluate;

import dev.vigil.runtime.embedding.Embedding;
import dev.vigil.vision.face.DetectorSettings;
import dev.vigil.vision.face.Face;
import dev.vigil.vision.face.FaceAnalyzer;
import dev.vigil.vision.face.FaceChoice;
import dev.vigil.vision.face.FaceModels;
import dev.vigil.vision.picture.Picture;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/** Finds the main face of each image and embeds it: a worker for each core, with buffers of its own. */
public final class ImageEmbedder {
    private final FaceModels models;
    private final int workers;

    /** Uses these networks, which the caller closes, in {@code workers} threads. */
    public ImageEmbedder(FaceModels models, int workers) {
        this.models = models;
        this.workers = workers;
    }

    /**
     * Embeds every image once.
     *
     * @param progress told the count of images done, from any thread
     * @throws dev.vigil.runtime.error.UserError naming an image that is missing or unreadable
     */
    public EmbeddedImages embed(Path folder, Collection<String> images, IntConsumer progress)
            throws InterruptedException {
        List<String> names = List.copyOf(images);
        Map<String, Optional<Embedding>> embeddings = new ConcurrentHashMap<>();
        AtomicInteger next = new AtomicInteger();
        AtomicInteger done = new AtomicInteger();
        long start = System.nanoTime();
        Runnable worker = () -> {
            try (FaceAnalyzer analyzer = models.newAnalyzer(DetectorSettings.DEFAULT)) {
                for (int i = next.getAndIncrement(); i < names.size(); i = next.getAndIncrement()) {
                    embeddings.put(names.get(i), mainFace(analyzer, folder.resolve(names.get(i))));
                    progress.accept(done.incrementAndGet());
                }
            }
        };
        run(worker);
        double seconds = (System.nanoTime() - start) / 1e9;
        return new EmbeddedImages(embeddings, names.size() / seconds);
    }

    private static Optional<Embedding> mainFace(FaceAnalyzer analyzer, Path image) {
        try (Picture picture = Picture.read(image)) {
            List<Face> faces = analyzer.locate(picture, analyzer.detect(picture));
            return FaceChoice.central(faces, picture.width(), picture.height())
                    .map(face -> analyzer.embed(picture, List.of(face)).get(0));
        }
    }

    private void run(Runnable worker) throws InterruptedException {
        ExecutorService executor = Executors.newFixedThreadPool(workers);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < workers; i++) {
                running.add(executor.submit(worker));
            }
            for (Future<?> future : running) {
                future.get();
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        } finally {
            executor.shutdownNow();
        }
    }
}
