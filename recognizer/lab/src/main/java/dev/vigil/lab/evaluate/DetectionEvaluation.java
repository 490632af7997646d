package dev.vigil.lab.evaluate;

import dev.vigil.runtime.error.UserError;
import dev.vigil.vision.face.Box;
import dev.vigil.vision.face.Detection;
import dev.vigil.vision.face.DetectorSettings;
import dev.vigil.vision.face.FaceAnalyzer;
import dev.vigil.vision.face.FaceModels;
import dev.vigil.vision.picture.Picture;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * How small a face may be to be found: each picture is shrunk until one of its faces has the wanted width, and the detector looks at a
 * window of its own input's size with that face somewhere in it, so that a face of 16 pixels is one of 16 pixels to the network. A
 * face is found by a detection that overlaps it by half (intersection over union, as for WIDER FACE; Yang et al., CVPR 2016).
 */
public final class DetectionEvaluation {
    /** Overlap from which on a detection is a face's. */
    private static final float MIN_IOU = .5f;
    /** Less overlap than that with every face makes a false positive; between the two it counts as neither. */
    private static final float TOUCHES = .2f;

    private final FaceModels models;
    private final DetectorSettings settings;
    private final List<Integer> widths;
    private final long seed;

    /**
     * Looks with the detector of {@code models}.
     *
     * @param widths of faces, in pixels of the detector's input
     * @param seed of where a face lies in its window
     */
    public DetectionEvaluation(FaceModels models, DetectorSettings settings, List<Integer> widths, long seed) {
        this.models = models;
        this.settings = settings;
        this.widths = List.copyOf(widths);
        this.seed = seed;
    }

    /** What one thread counts; they are added at the end. */
    private static final class Tally {
        private final PersonRate whole = new PersonRate();
        private long wholeFalse;
        private final List<PersonRate> found = new ArrayList<>();
        private final long[] falsePositives;
        private final long[] windows;
        private final long[] nanos;
        private int faces;

        Tally(int widths) {
            falsePositives = new long[widths];
            windows = new long[widths];
            nanos = new long[widths];
            IntStream.range(0, widths).forEach(i -> found.add(new PersonRate()));
        }
    }

    /**
     * Looks at every picture.
     *
     * @param images to look at, relative to {@code folder}; all of the labels, where there are some
     * @param labels where faces are; null where the detector's own finds in whole pictures count as truth
     * @param unreadable told the sentence of each picture that can't be read, from any thread
     * @param progress told the count of pictures done, from any thread
     * @throws UserError if no picture can be read
     */
    public DetectionReport report(
            Path folder,
            List<String> images,
            @Nullable FaceLabels labels,
            Consumer<String> unreadable,
            IntConsumer progress)
            throws InterruptedException {
        List<String> names = List.copyOf(images);
        AtomicInteger next = new AtomicInteger();
        AtomicInteger done = new AtomicInteger();
        AtomicInteger bad = new AtomicInteger();
        Tally tally = new Tally(widths.size());
        Workers.run(Runtime.getRuntime().availableProcessors(), () -> {
            try (FaceAnalyzer analyzer = models.newAnalyzer(settings)) {
                for (int i = next.getAndIncrement(); i < names.size(); i = next.getAndIncrement()) {
                    String name = names.get(i);
                    try (Picture picture = Picture.read(folder.resolve(name))) {
                        look(analyzer, picture, name, labels, tally);
                    } catch (UserError e) {
                        bad.incrementAndGet();
                        unreadable.accept(e.sentence());
                    }
                    progress.accept(done.incrementAndGet());
                }
            }
        });
        if (bad.get() == names.size()) {
            throw new UserError("No picture in " + folder + " can be read: there is nothing to look at.");
        }
        return report(tally, names.size() - bad.get(), bad.get(), labels != null);
    }

    private void look(FaceAnalyzer analyzer, Picture picture, String name, @Nullable FaceLabels labels, Tally tally) {
        List<Box> found = analyzer.detect(picture).stream().map(Detection::box).toList();
        List<Box> truth = labels == null
                ? found
                : Optional.ofNullable(labels.byImage().get(name)).orElse(List.of());
        synchronized (tally) {
            tally.faces += truth.size();
            truth.forEach(face -> tally.whole.add(name, covered(face, found)));
            tally.wholeFalse += strangers(found, truth);
        }
        Random random = new Random(seed ^ name.hashCode());
        for (Box face : truth) {
            for (int i = 0; i < widths.size(); i++) {
                double scale = widths.get(i) / (double) face.width();
                if (scale <= 1) {
                    look(analyzer, picture, scale, truth, face, random, name, i, tally);
                }
            }
        }
    }

    private void look(
            FaceAnalyzer analyzer,
            Picture picture,
            double scale,
            List<Box> truth,
            Box face,
            Random random,
            String name,
            int i,
            Tally tally) {
        Box small = scaled(face, scale, 0, 0);
        int left = offset(small.x(), small.width(), settings.width(), random);
        int top = offset(small.y(), small.height(), settings.height(), random);
        List<Box> wanted =
                truth.stream().map(box -> scaled(box, scale, left, top)).toList();
        List<Box> found;
        long nanos;
        try (Picture shrunk = picture.scaled(scale);
                Picture window = shrunk.part(left, top, settings.width(), settings.height())) {
            long start = System.nanoTime();
            found = analyzer.detect(window).stream().map(Detection::box).toList();
            nanos = System.nanoTime() - start;
        }
        boolean hit = covered(scaled(face, scale, left, top), found);
        synchronized (tally) {
            tally.found.get(i).add(name, hit);
            tally.falsePositives[i] += strangers(found, wanted);
            tally.windows[i]++;
            tally.nanos[i] += nanos;
        }
    }

    /** Where a window begins, so that the whole face is in it, anywhere. */
    private static int offset(float start, float length, int window, Random random) {
        double room = Math.max(0, window - length);
        return (int) Math.floor(start - random.nextDouble() * room);
    }

    private static Box scaled(Box box, double scale, int left, int top) {
        return new Box(
                (float) (box.x() * scale - left),
                (float) (box.y() * scale - top),
                (float) (box.width() * scale),
                (float) (box.height() * scale));
    }

    private static boolean covered(Box face, List<Box> found) {
        return found.stream().anyMatch(box -> box.iou(face) >= MIN_IOU);
    }

    private static long strangers(List<Box> found, List<Box> truth) {
        return found.stream()
                .filter(box -> truth.stream().noneMatch(face -> box.iou(face) >= TOUCHES))
                .count();
    }

    private DetectionReport report(Tally tally, int images, int bad, boolean labelled) {
        List<DetectionReport.Row> rows = new ArrayList<>();
        for (int i = 0; i < widths.size(); i++) {
            PersonRate found = tally.found.get(i);
            long windows = Math.max(1, tally.windows[i]);
            rows.add(new DetectionReport.Row(
                    widths.get(i),
                    found.count(),
                    found.count() == 0 ? null : found.rate(),
                    found.interval(),
                    tally.falsePositives[i],
                    (double) tally.falsePositives[i] / windows,
                    tally.nanos[i] / 1e6 / windows));
        }
        return new DetectionReport(
                images,
                bad,
                tally.faces,
                labelled ? "labels" : "native-detections",
                settings.width() + "x" + settings.height(),
                settings.minScore(),
                MIN_IOU,
                labelled && tally.whole.count() > 0
                        ? new DetectionReport.Whole(
                                tally.whole.count(),
                                tally.whole.rate(),
                                tally.whole.interval(),
                                tally.wholeFalse,
                                (double) tally.wholeFalse / images)
                        : null,
                rows,
                seed,
                models.names().detector());
    }
}
