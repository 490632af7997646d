package dev.vigil.recognizer;

import dev.vigil.gallery.client.GalleryClient;
import dev.vigil.recognizer.decide.DecideSettings;
import dev.vigil.recognizer.decide.DecideTopology;
import dev.vigil.recognizer.decide.DecisionRule;
import dev.vigil.recognizer.event.Recognition;
import dev.vigil.recognizer.live.LiveView;
import dev.vigil.recognizer.see.EyePool;
import dev.vigil.recognizer.see.FaceEye;
import dev.vigil.recognizer.see.SeeSettings;
import dev.vigil.recognizer.see.SeeTopology;
import dev.vigil.recognizer.see.VisionEye;
import dev.vigil.recognizer.stream.RecognizerMetrics;
import dev.vigil.recognizer.stream.StreamApplication;
import dev.vigil.recognizer.stream.StreamSettings;
import dev.vigil.runtime.http.Readiness;
import dev.vigil.runtime.kafka.KafkaConfig;
import dev.vigil.runtime.metric.Metrics;
import dev.vigil.vision.face.DetectorSettings;
import dev.vigil.vision.face.FaceModels;
import dev.vigil.vision.face.FaceNetworks;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.apache.kafka.streams.Topology;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Both streams and the workers that run the networks, in one process. The topics must exist. Close it before the models, the
 * gallery's client and the metrics, which stay the caller's.
 */
public final class Recognizer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Recognizer.class);
    private static final int EXIT = 70;
    /** How many people the gallery is asked for: enough to show who else was close. */
    private static final int CANDIDATES = 5;
    /** Nothing of it is due sooner by the clock. */
    private static final Duration SEE_POLL = Duration.ofMillis(100);

    private final EyePool eyes;
    private final AdminLogEnds ends;
    private final StreamApplication see;
    private final StreamApplication decide;

    private Recognizer(EyePool eyes, AdminLogEnds ends, StreamApplication see, StreamApplication decide) {
        this.eyes = eyes;
        this.ends = ends;
        this.see = see;
        this.decide = decide;
    }

    /** Starts it; where it can't go on, the process exits with status 70. */
    public static Recognizer start(
            RecognizerConfig config,
            KafkaConfig kafka,
            ActiveNetworks models,
            GalleryClient gallery,
            LiveView live,
            Metrics metrics) {
        return start(config, kafka, models, gallery, live, metrics, Recognizer::exit);
    }

    /**
     * Starts it.
     *
     * @param models that look, exchanged by others while this runs
     * @param fatal called where it can't go on (a second hanging worker, a thread that died too often), from a thread that must
     *     not be waited for
     */
    public static Recognizer start(
            RecognizerConfig config,
            KafkaConfig kafka,
            ActiveNetworks models,
            GalleryClient gallery,
            LiveView live,
            Metrics metrics,
            Runnable fatal) {
        DecisionRule rule = rule(config, models.now());
        RecognizerMetrics counters = new RecognizerMetrics(metrics.registry());
        Supplier<FaceEye> newEye = () -> new VisionEye(models, config.keepCrops(), counters);
        EyePool eyes = EyePool.start(config.effectiveWorkers(), newEye, config.workerPatience(), fatal, counters);
        AdminLogEnds ends = new AdminLogEnds(kafka);
        Clock clock = Clock.systemUTC();
        Topology seeing = SeeTopology.build(seeSettings(config, models::now), eyes, live, ends, counters, clock);
        Topology deciding =
                DecideTopology.build(decideSettings(config, rule, models), gallery::identify, counters, clock);
        List<StreamApplication> started = new ArrayList<>();
        try {
            started.add(StreamApplication.start(seeing, seeStream(config), kafka, metrics.registry(), fatal));
            started.add(StreamApplication.start(deciding, decideStream(config), kafka, metrics.registry(), fatal));
            return new Recognizer(eyes, ends, started.get(0), started.get(1));
        } catch (RuntimeException | Error e) {
            started.forEach(StreamApplication::close);
            eyes.close();
            ends.close();
            throw e;
        }
    }

    /** The rule by which this config and these models decide; the photo API uses the same. */
    public static DecisionRule rule(RecognizerConfig config, FaceModels models) {
        return new DecisionRule(models.embedderCard().curve(), config.falsePositiveRate(), config.minMargin());
    }

    /** How this config has the detector look. */
    public static DetectorSettings detector(RecognizerConfig config) {
        return new DetectorSettings(
                config.detectorWidth(),
                config.detectorHeight(),
                config.detectorMinScore(),
                DetectorSettings.DEFAULT.maxIou());
    }

    /** An eye as the stream's workers have it, with networks that stay; the caller closes both. */
    public static FaceEye newEye(RecognizerConfig config, FaceModels models, RecognizerMetrics metrics) {
        return new VisionEye(ActiveNetworks.fixed(models), config.keepCrops(), metrics);
    }

    /** How this config has the stream see. */
    public static SeeSettings seeSettings(RecognizerConfig config, FaceModels models) {
        return seeSettings(config, () -> models);
    }

    private static SeeSettings seeSettings(RecognizerConfig config, Supplier<FaceModels> models) {
        return new SeeSettings(
                CameraSights.standard(config),
                CameraSights.byCamera(config),
                config.maxFrameAge(),
                config.cameraSilence(),
                config.accountEvery(),
                () -> modelRef(models.get()));
    }

    private static Recognition.ModelRef modelRef(FaceModels models) {
        FaceNetworks names = models.names();
        return new Recognition.ModelRef(names.detector(), names.embedder());
    }

    private static DecideSettings decideSettings(RecognizerConfig config, DecisionRule rule, ActiveNetworks models) {
        return new DecideSettings(
                rule,
                config.cameraNames(),
                config.askEvery(),
                CANDIDATES,
                new DecideSettings.AlertSettings(
                        config.alertExpiry(), config.alertCooldown(), config.actuationLimit(), config.groupByCamera()),
                models::curves,
                config.minLiveness());
    }

    private static StreamSettings seeStream(RecognizerConfig config) {
        return stream(config, SeeTopology.APPLICATION, config.effectiveSeeThreads(), SEE_POLL);
    }

    private static StreamSettings decideStream(RecognizerConfig config) {
        return stream(config, DecideTopology.APPLICATION, config.decideThreads(), config.askEvery());
    }

    private static StreamSettings stream(RecognizerConfig config, String application, int threads, Duration poll) {
        return new StreamSettings(
                application,
                threads,
                config.commitInterval(),
                poll,
                config.instance(),
                config.replicationFactor(),
                config.standbys(),
                config.groupProtocol());
    }

    /** Ready while both streams process. */
    public Readiness readiness() {
        Readiness seeing = see.readiness();
        Readiness deciding = decide.readiness();
        return () -> seeing.awaited().or(deciding::awaited);
    }

    /**
     * Drains both streams, side by side: frames in hand are finished, what they caused is committed, and only then the workers stop.
     *
     * @throws dev.vigil.recognizer.stream.UndrainedException if one of them could not be drained; everything is closed all the same
     */
    @Override
    public void close() {
        CompletableFuture<Void> deciding =
                CompletableFuture.runAsync(decide::close, task -> new Thread(task, "vigil-drain").start());
        try {
            see.close();
        } finally {
            eyes.close();
            ends.close();
            deciding.join();
        }
    }

    /** A hook that waits for this thread, or a native call that never returns, must not keep the process alive. */
    private static void exit() {
        LOG.error("the recognizer can't go on; the process exits with {}", EXIT);
        Thread exit = new Thread(() -> System.exit(EXIT), "vigil-exit");
        exit.setDaemon(true);
        exit.start();
    }
}
