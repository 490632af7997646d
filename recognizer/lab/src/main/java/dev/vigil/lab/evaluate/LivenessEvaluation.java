package dev.vigil.lab.evaluate;

import dev.vigil.runtime.error.UserError;
import dev.vigil.vision.face.DetectorSettings;
import dev.vigil.vision.face.Face;
import dev.vigil.vision.face.FaceAnalyzer;
import dev.vigil.vision.face.FaceChoice;
import dev.vigil.vision.face.FaceModels;
import dev.vigil.vision.face.LivenessChecker;
import dev.vigil.vision.face.LivenessNetwork;
import dev.vigil.vision.picture.Picture;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/** Shows a network for liveness faces that are there and pictures of faces. */
public final class LivenessEvaluation {
    /** The folders of the two kinds, each with a folder for each subject. */
    public static final String LIVE = "live";

    /** The folder of attacks. */
    public static final String SPOOF = "spoof";

    private final FaceModels models;
    private final LivenessNetwork network;
    private final int workers;

    /** Uses these networks, which the caller closes, in {@code workers} threads. */
    public LivenessEvaluation(FaceModels models, LivenessNetwork network, int workers) {
        this.models = models;
        this.network = network;
        this.workers = workers;
    }

    /**
     * Measures.
     *
     * @param images has {@code live/SUBJECT/} and {@code spoof/SUBJECT/}; pictures in succession have names that differ in their last number
     * @param frames how many pictures in succession are judged together, each at least 1
     * @param unreadable told a sentence for each file that is no picture, from any thread
     * @param progress told the count of pictures done, from any thread
     * @throws UserError if one of the folders is missing or has nobody, or no face was found in one of them
     */
    public LivenessReport report(Path images, List<Integer> frames, Consumer<String> unreadable, IntConsumer progress)
            throws InterruptedException {
        Looked live = look(PhotoFolders.read(images.resolve(LIVE)), unreadable, progress, 0);
        Looked attacks = look(PhotoFolders.read(images.resolve(SPOOF)), unreadable, progress, live.all());
        require(live, images.resolve(LIVE));
        require(attacks, images.resolve(SPOOF));
        List<LivenessReport.Row> rows = new ArrayList<>();
        for (int count : frames) {
            Map<String, List<Float>> bonaFide = live.judged(count);
            Map<String, List<Float>> held = attacks.judged(count);
            if (!bonaFide.isEmpty() && !held.isEmpty()) {
                rows.add(new LivenessMeasures(bonaFide, held).row(count));
            }
        }
        return new LivenessReport(
                network.card().id(),
                Math.max(live.subjects(), attacks.subjects()),
                live.scores.size(),
                attacks.scores.size(),
                live.noFace.get() + attacks.noFace.get(),
                live.unreadable.get() + attacks.unreadable.get(),
                rows);
    }

    private static void require(Looked looked, Path folder) {
        if (looked.scores.isEmpty()) {
            throw new UserError("No face was found in the pictures of " + folder + ": there is nothing to measure.");
        }
    }

    private Looked look(PhotoFolders folders, Consumer<String> unreadable, IntConsumer progress, int before)
            throws InterruptedException {
        List<String> names = folders.pictures();
        Looked looked = new Looked(names.size());
        AtomicInteger next = new AtomicInteger();
        AtomicInteger done = new AtomicInteger(before);
        Workers.run(workers, () -> {
            try (FaceAnalyzer analyzer = models.newAnalyzer(DetectorSettings.DEFAULT);
                    LivenessChecker checker = network.newChecker()) {
                for (int i = next.getAndIncrement(); i < names.size(); i = next.getAndIncrement()) {
                    try (Picture picture = Picture.read(folders.root().resolve(names.get(i)))) {
                        looked.add(names.get(i), score(analyzer, checker, picture));
                    } catch (UserError e) {
                        looked.unreadable.incrementAndGet();
                        unreadable.accept(e.sentence());
                    }
                    progress.accept(done.incrementAndGet());
                }
            }
        });
        return looked;
    }

    private static List<Float> score(FaceAnalyzer analyzer, LivenessChecker checker, Picture picture) {
        List<Face> faces = analyzer.locate(picture, analyzer.detect(picture));
        return FaceChoice.central(faces, picture.width(), picture.height())
                .map(face -> checker.check(picture, List.of(face.box())))
                .orElse(List.of());
    }

    /** What was seen in one of the two folders. */
    private record Looked(int all, ConcurrentMap<String, Float> scores, AtomicLong noFace, AtomicLong unreadable) {
        Looked(int all) {
            this(all, new ConcurrentHashMap<>(), new AtomicLong(), new AtomicLong());
        }

        void add(String name, List<Float> score) {
            if (score.isEmpty()) {
                noFace.incrementAndGet();
            } else {
                scores.put(name, score.get(0));
            }
        }

        int subjects() {
            return (int) scores.keySet().stream()
                    .map(PhotoFolders::person)
                    .distinct()
                    .count();
        }

        /** Means of so many pictures in succession, by subject. */
        Map<String, List<Float>> judged(int count) {
            Map<String, List<Float>> bySubject = new TreeMap<>();
            Sequences.of(scores.keySet()).forEach(sequence -> {
                for (int from = 0; from + count <= sequence.size(); from += count) {
                    double sum = sequence.subList(from, from + count).stream()
                            .mapToDouble(name -> scores.getOrDefault(name, 0f))
                            .sum();
                    bySubject
                            .computeIfAbsent(PhotoFolders.person(sequence.get(from)), subject -> new ArrayList<>())
                            .add((float) (sum / count));
                }
            });
            return bySubject;
        }
    }
}
