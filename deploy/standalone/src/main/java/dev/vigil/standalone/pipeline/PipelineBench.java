package dev.vigil.standalone.pipeline;

import dev.vigil.recognizer.RecognizerConfig;
import dev.vigil.runtime.config.ConfigReader;
import dev.vigil.standalone.command.FailedException;
import dev.vigil.standalone.lifecycle.Closing;
import dev.vigil.standalone.quickstart.EverythingInOne;
import dev.vigil.vision.face.FaceModels;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Measures the recognizer, each in a process of its own, against the Kafka and the gallery of this one. For one thread. Whether a
 * figure is good is not judged here.
 */
public final class PipelineBench {
    private static final double SPARE = 1.45;
    private static final int FULL_RATE = 10;

    private final PipelinePlan plan;
    private final EverythingInOne all;
    private final String key;
    private final Path folder;
    private final Scenes scenes;
    private final FrameFeed feed;
    private final EventTail tail;
    private final Progress progress;
    private final NakedLoop naked;
    private final Consumer<String> tell;
    private final List<String> cameras;
    private int number;

    /**
     * Gets ready; what it starts is added to {@code closing}.
     *
     * @param all broker and gallery, without a recognizer
     * @param key of the gallery
     * @param folder for the recognizers' files
     * @param left a video of one person, 18 s or longer
     * @param right a video of another
     * @param tell hears how far it is
     */
    public PipelineBench(
            PipelinePlan plan,
            EverythingInOne all,
            String key,
            FaceModels models,
            Path folder,
            Path left,
            Path right,
            Closing closing,
            Consumer<String> tell)
            throws InterruptedException {
        this.plan = plan;
        this.all = all;
        this.key = key;
        this.folder = folder;
        this.tell = tell;
        tell.accept("making the pictures");
        this.scenes = Scenes.of(left, right);
        RecognizerConfig config = ConfigReader.parse("{}", "the defaults", Map.of(), RecognizerConfig.class);
        this.naked = closing.add("the naked loop", new NakedLoop(scenes, config, models, plan.cameras(), cores()));
        this.progress = closing.add("the progress", new Progress(all.kafka()));
        this.feed = closing.add("the frames", new FrameFeed(scenes, all.kafka()));
        this.tail = closing.add("the events", new EventTail(all.kafka()));
        this.cameras = FrameFeed.cameras(plan.cameras(), progress.partitions());
    }

    private Duration warmUp() {
        return Duration.ofSeconds(plan.warmUp());
    }

    private static int cores() {
        return Runtime.getRuntime().availableProcessors();
    }

    /** What one round came to. */
    private record Round(
            double naked,
            double pipeline,
            double nakedCpu,
            double recognizerCpu,
            double brokerCpu,
            long frames,
            @Nullable Double others) {}

    /** Frames that lay ready, and what they cost. */
    private record Batch(double framesPerSecond, double recognizerCpuMs, double brokerCpuMs, long frames) {}

    /** Measures everything that the plan asks for. */
    public PipelineReport run() throws InterruptedException {
        List<Round> rounds = new ArrayList<>();
        Map<String, Double> stages;
        List<PipelineReport.Row> rows;
        Map<Integer, Integer> sustained = new TreeMap<>();
        double capacity;
        PipelineReport.@Nullable Soak soak;
        try (RecognizerProcess process = start(Map.of())) {
            double rough = warm(process);
            Map<String, RecognizerProcess.Stage> before = process.stages();
            for (int i = 0; i < plan.rounds(); i++) {
                Round round = round(process, rough);
                rounds.add(round);
                tell.accept("naked %.1f, pipeline %.1f frames a second, others on %s cores"
                        .formatted(round.naked, round.pipeline, PipelineTable.cores(round.others)));
            }
            stages = stages(
                    before,
                    process.stages(),
                    rounds.stream().mapToLong(Round::frames).sum());
            capacity = median(rounds, Round::pipeline);
            LiveRows live = liveRows();
            for (int rate : plan.rates()) {
                tell.accept("live cameras at " + rate + " frames a second");
                sustained.put(rate, live.search(process, rate, capacity));
            }
            rows = List.copyOf(live.rows());
            soak = plan.soakMinutes() == 0 ? null : soak(process, live, capacity);
        }
        List<PipelineReport.Variant> variants = variants(capacity);
        List<PipelineReport.Processes> processes = plan.processes() ? processes(capacity) : List.of();
        return new PipelineReport(
                cores(),
                scenes.meanBytes(),
                median(rounds, Round::naked),
                capacity,
                median(rounds, round -> round.pipeline / round.naked),
                rounds.stream().map(r -> r.pipeline / r.naked).toList(),
                most(rounds),
                new PipelineReport.Cost(
                        stages,
                        median(rounds, Round::recognizerCpu),
                        median(rounds, Round::nakedCpu),
                        median(rounds, Round::brokerCpu)),
                sustained,
                rows,
                variants,
                processes,
                soak);
    }

    private RecognizerProcess start(Map<String, String> settings) throws InterruptedException {
        Path own = folder.resolve("recognizer-" + number++);
        Map<String, Object> config = new HashMap<>();
        config.put(
                "kafka",
                Map.of(
                        "bootstrap",
                        all.bootstrap(),
                        "properties",
                        Map.of("state.dir", own.resolve("streams").toString())));
        config.put("http", Map.of("port", 0, "keys", List.of(Map.of("id", "bench", "role", "admin", "key", key))));
        config.put("galleryAccess", Map.of("url", all.address().toString(), "key", key));
        config.put("recognizer", settings);
        return RecognizerProcess.start(own, config, key);
    }

    /** Both sides run until their code is compiled; returns about how many frames a second the naked loop does. */
    private double warm(RecognizerProcess process) throws InterruptedException {
        tell.accept("warming up");
        double cold = naked.run(warmUp());
        batch(List.of(process), cold, warmUp());
        return naked.run(Duration.ofSeconds(plan.seconds()));
    }

    private Round round(RecognizerProcess process, double rough) throws InterruptedException {
        Duration time = Duration.ofSeconds(plan.seconds());
        OthersCpu others = OthersCpu.from(List.of(process));
        Duration cpu = OthersCpu.ownCpu();
        double framesPerSecond = naked.run(time);
        double nakedCpu = OthersCpu.ownCpu().minus(cpu).toNanos() / 1e6 / (framesPerSecond * plan.seconds());
        Batch batch = batch(List.of(process), rough, time);
        return new Round(
                framesPerSecond,
                batch.framesPerSecond,
                nakedCpu,
                batch.recognizerCpuMs,
                batch.brokerCpuMs,
                batch.frames,
                others.cores());
    }

    /** As many frames as should take so long, lying ready. */
    private Batch batch(List<RecognizerProcess> processes, double rough, Duration time) throws InterruptedException {
        long before = progress.committed();
        int each = Math.max(1, (int) Math.ceil(rough * time.toMillis() / 1000 * SPARE / cameras.size()));
        Duration cpu = cpu(processes);
        long frames = feed.beforehand(cameras, "batch-" + System.nanoTime(), each);
        Duration own = OthersCpu.ownCpu();
        double framesPerSecond = progress.rate(before, frames);
        return new Batch(
                framesPerSecond,
                cpu(processes).minus(cpu).toNanos() / 1e6 / frames,
                OthersCpu.ownCpu().minus(own).toNanos() / 1e6 / frames,
                frames);
    }

    private static Duration cpu(List<RecognizerProcess> processes) {
        return processes.stream().map(RecognizerProcess::cpu).reduce(Duration.ZERO, Duration::plus);
    }

    private static Map<String, Double> stages(
            Map<String, RecognizerProcess.Stage> before, Map<String, RecognizerProcess.Stage> after, long frames) {
        Map<String, Double> stages = new TreeMap<>();
        after.forEach((name, stage) -> {
            RecognizerProcess.Stage then = before.getOrDefault(name, new RecognizerProcess.Stage(0, 0));
            if (stage.count() > then.count()) {
                stages.put(name, (stage.seconds() - then.seconds()) * 1000 / frames);
            }
        });
        return stages;
    }

    /** Each beside the naked loop of the same minute. */
    private List<PipelineReport.Variant> variants(double capacity) throws InterruptedException {
        List<PipelineReport.Variant> variants = new ArrayList<>();
        for (Map<String, String> each : plan.variants()) {
            tell.accept("with " + each);
            try (RecognizerProcess process = start(each)) {
                batch(List.of(process), capacity, warmUp());
                variants.add(variant(process, each, capacity));
            }
        }
        return variants;
    }

    private PipelineReport.Variant variant(RecognizerProcess process, Map<String, String> settings, double capacity)
            throws InterruptedException {
        List<Round> rounds = new ArrayList<>();
        for (int round = 0; round < plan.rounds(); round++) {
            rounds.add(round(process, capacity));
        }
        List<PipelineReport.Row> rows = new ArrayList<>();
        for (int rate : plan.rates()) {
            LiveRows live = liveRows();
            rows.add(live.row(process, "half", LiveRows.half(capacity, rate, plan.most()), rate));
        }
        return new PipelineReport.Variant(
                settings,
                median(rounds, Round::pipeline),
                median(rounds, round -> round.pipeline / round.naked),
                median(rounds, Round::recognizerCpu),
                median(rounds, Round::brokerCpu),
                most(rounds),
                rows);
    }

    private static double median(List<Round> rounds, Function<Round, Double> of) {
        return LiveRows.median(rounds.stream().map(of).toList());
    }

    /** The most that others had of the machine in a round, in cores. */
    private static @Nullable Double most(List<Round> rounds) {
        return rounds.stream()
                .map(Round::others)
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .orElse(null);
    }

    private LiveRows liveRows() {
        return new LiveRows(feed, tail, progress, Duration.ofSeconds(plan.seconds()), plan.most());
    }

    private List<PipelineReport.Processes> processes(double capacity) throws InterruptedException {
        Map<String, String> one = Map.of("workers", "1", "seeThreads", "2");
        Duration time = Duration.ofSeconds(plan.seconds());
        tell.accept("one recognizer and two, with one worker each");
        try (RecognizerProcess first = start(one)) {
            batch(List.of(first), capacity / 2, warmUp());
            double alone = batch(List.of(first), capacity / 2, time).framesPerSecond;
            try (RecognizerProcess second = start(one)) {
                batch(List.of(first, second), capacity, warmUp());
                double together = batch(List.of(first, second), capacity, time).framesPerSecond;
                return List.of(new PipelineReport.Processes(1, alone), new PipelineReport.Processes(2, together));
            }
        }
    }

    private PipelineReport.Soak soak(RecognizerProcess process, LiveRows live, double capacity)
            throws InterruptedException {
        if (Double.isNaN(process.rssMb())) {
            throw new FailedException("This machine does not say how much memory a process uses: --soak needs Linux.");
        }
        int count = LiveRows.full(capacity, FULL_RATE, plan.most());
        tell.accept("watching memory for " + plan.soakMinutes() + " minutes at " + count + " cameras");
        Duration whole = Duration.ofMinutes(plan.soakMinutes());
        MemoryWatch memory = new MemoryWatch();
        long start = System.nanoTime();
        while (System.nanoTime() - start < whole.toNanos()) {
            live.row(process, "soak", count, FULL_RATE);
            memory.add((System.nanoTime() - start) / 60e9, process.rssMb());
        }
        return memory.after(plan.soakMinutes() / 10.0, count);
    }
}
