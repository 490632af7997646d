package dev.vigil.lab.evaluate;

import dev.vigil.runtime.error.UserError;
import dev.vigil.vision.face.Box;
import dev.vigil.vision.face.DetectorSettings;
import dev.vigil.vision.face.Face;
import dev.vigil.vision.face.FaceAnalyzer;
import dev.vigil.vision.face.FaceChoice;
import dev.vigil.vision.face.FaceModels;
import dev.vigil.vision.picture.Picture;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/** Finds the main face of each image and embeds it: a worker for each core, with buffers of its own. */
public final class ImageEmbedder {
    /** The width that leaves a face as it is. */
    public static final int NATIVE = 0;

    /** Raised when the same networks make other templates of the same pictures. */
    private static final String CHAIN = "1";

    private final FaceModels models;
    private final int workers;
    private final TemplateCache cache;

    /** Uses these networks, which the caller closes, in {@code workers} threads. */
    public ImageEmbedder(FaceModels models, int workers, TemplateCache cache) {
        this.models = models;
        this.workers = workers;
        this.cache = cache;
    }

    /**
     * Looks at every image once. One that can't be read is named in what comes back, and the others go on.
     *
     * @param faceWidth in pixels to which each picture is shrunk before it is looked at, by the width of its main face; a face that
     *     is smaller stays as it is; {@link #NATIVE} for all as they are
     * @param progress told the count of images done, from any thread
     */
    public EmbeddedImages embed(Path folder, Collection<String> images, int faceWidth, IntConsumer progress)
            throws InterruptedException {
        List<String> names = List.copyOf(images);
        Map<String, Acquired> acquired = new ConcurrentHashMap<>();
        AtomicInteger computed = new AtomicInteger();
        AtomicInteger done = new AtomicInteger();
        String chain = CHAIN + " " + models.fingerprint() + " " + DetectorSettings.DEFAULT + " " + faceWidth + " ";
        long start = System.nanoTime();
        AtomicInteger next = new AtomicInteger();
        Workers.run(workers, () -> {
            try (FaceAnalyzer analyzer = models.newAnalyzer(DetectorSettings.DEFAULT)) {
                for (int i = next.getAndIncrement(); i < names.size(); i = next.getAndIncrement()) {
                    Path file = folder.resolve(names.get(i));
                    String key = chain + FileDigest.of(file);
                    Optional<Acquired> before = cache.find(key);
                    Acquired now = before.orElseGet(() -> look(analyzer, file, faceWidth));
                    if (before.isEmpty()) {
                        cache.put(key, now);
                        computed.incrementAndGet();
                    }
                    acquired.put(names.get(i), now);
                    progress.accept(done.incrementAndGet());
                }
            }
        });
        double seconds = (System.nanoTime() - start) / 1e9;
        return new EmbeddedImages(acquired, computed.get() / seconds);
    }

    private static Acquired look(FaceAnalyzer analyzer, Path file, int faceWidth) {
        try (Picture picture = Picture.read(file)) {
            Optional<Face> face = main(analyzer, picture);
            if (face.isEmpty()) {
                return new Acquired.NoFace();
            }
            Box box = face.get().box();
            if (faceWidth == NATIVE || box.width() <= faceWidth) {
                return template(analyzer, picture, face.get());
            }
            try (Picture small = picture.scaled(faceWidth / (double) box.width())) {
                return main(analyzer, small)
                        .map(again -> template(analyzer, small, again))
                        .orElseGet(Acquired.NoFace::new);
            }
        } catch (UserError e) {
            return new Acquired.Unreadable(e.sentence());
        }
    }

    private static Optional<Face> main(FaceAnalyzer analyzer, Picture picture) {
        List<Face> faces = analyzer.locate(picture, analyzer.detect(picture));
        return FaceChoice.central(faces, picture.width(), picture.height());
    }

    private static Acquired template(FaceAnalyzer analyzer, Picture picture, Face face) {
        return new Acquired.Template(analyzer.embed(picture, List.of(face)).get(0), face.quality(), face.box());
    }
}
