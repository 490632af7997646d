package dev.vigil.standalone.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vigil.lab.tracking.TrackedFace;
import dev.vigil.lab.tracking.TrackingMeasures;
import dev.vigil.lab.tracking.TrackingReport;
import dev.vigil.lab.tracking.TruthFace;
import dev.vigil.lab.tracking.TruthFile;
import dev.vigil.recognizer.Recognizer;
import dev.vigil.recognizer.RecognizerConfig;
import dev.vigil.recognizer.see.ClipWatch;
import dev.vigil.recognizer.see.FaceEye;
import dev.vigil.recognizer.stream.RecognizerMetrics;
import dev.vigil.runtime.config.ConfigReader;
import dev.vigil.runtime.error.UserError;
import dev.vigil.runtime.json.Json;
import dev.vigil.vision.face.FaceModels;
import dev.vigil.vision.model.Catalogue;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code vigil evaluate tracking}: how faces are followed on clips whose truth is known, and the making of such clips. */
@Command(
        name = "tracking",
        description = {
            "Follows the faces of clips whose truth is known, by the code of the recognizer, and says how well: HOTA, IDF1, MOTA,",
            "switches, fragmentations, names switched. --make makes such clips from stills and videos first."
        },
        mixinStandardHelpOptions = true)
final class EvaluateTrackingCommand implements Callable<Integer> {
    private static final int PROGRESS_EVERY = 200;

    private final Terminal terminal;

    @ArgGroup(multiplicity = "1")
    private @Nullable What what;

    @Option(names = "--truth", paramLabel = "FILE.csv", description = "The truth of --clip.")
    private @Nullable Path truth;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "YAML of recognizer settings, without the section's name; default: the defaults.")
    private @Nullable Path config;

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = "Frames a second at most, as a camera's rate; default: every frame.")
    private double rate;

    @Option(
            names = "--embedder",
            paramLabel = "ID",
            description = "The network that compares faces; default ${DEFAULT-VALUE}.")
    private String embedder = Catalogue.EMBEDDER;

    @Option(names = "--json", description = "Prints one JSON object.")
    private boolean json;

    @Mixin
    private ClipOptions clips = new ClipOptions();

    /** What is asked for. */
    static final class What {
        @Option(names = "--clip", paramLabel = "FILE", description = "A clip to measure on, with its --truth.")
        private @Nullable Path clip;

        @Option(
                names = "--clips",
                paramLabel = "DIR",
                description = "Clips to measure on together: every NAME.avi or NAME.mp4 with a NAME.csv beside it.")
        private @Nullable Path folder;

        @Option(names = "--make", paramLabel = "DIR", description = "Makes clips there, and measures nothing.")
        private @Nullable Path make;

        @Option(
                names = "--shots",
                paramLabel = "DIR",
                description = "Instead: how a track's shots are best combined, on a folder of photos for each person.")
        private @Nullable Path shots;
    }

    EvaluateTrackingCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /** What it cost to look at the clips. */
    private static final class Effort {
        private int clips;
        private int frames;
        private int passedOver;
        private long nanos;
    }

    @Override
    public Integer call() {
        What asked = Objects.requireNonNull(what);
        if (asked.make != null) {
            clips.check();
            try (FaceModels models = new LocalModels(terminal).load()) {
                clips.make(asked.make, terminal, models, json);
            }
            return 0;
        }
        if (asked.shots != null) {
            try (FaceModels models = new LocalModels(terminal).load(embedder)) {
                ShotStudyRun.run(asked.shots, clips.seed(), terminal, models, json);
            }
            return 0;
        }
        Map<Path, Path> truthOf = asked.folder != null ? folder(asked.folder) : one(Objects.requireNonNull(asked.clip));
        if (rate < 0 || rate > 120) {
            throw new UserError("--rate is a number of frames a second, more than 0 and at most 120.");
        }
        RecognizerConfig settings = config == null
                ? ConfigReader.parse("{}", "the defaults", Map.of(), RecognizerConfig.class)
                : ConfigReader.read(config, Map.of(), RecognizerConfig.class);
        TrackingMeasures measures = new TrackingMeasures();
        Effort effort = new Effort();
        try (FaceModels models = new LocalModels(terminal).load(embedder)) {
            RecognizerMetrics metrics = new RecognizerMetrics(new SimpleMeterRegistry());
            try (FaceEye eye = Recognizer.newEye(settings, models, metrics)) {
                truthOf.forEach((clip, csv) -> measure(clip, csv, settings, models, eye, metrics, measures, effort));
            }
        }
        print(measures.report(), effort);
        return 0;
    }

    private Map<Path, Path> one(Path clip) {
        if (truth == null) {
            throw new UserError("Give the truth of the clip with --truth FILE.csv.");
        }
        return Map.of(clip, truth);
    }

    private static Map<Path, Path> folder(Path folder) {
        Map<Path, Path> truthOf = new LinkedHashMap<>();
        for (Path clip : files(folder)) {
            String name = String.valueOf(clip.getFileName());
            int dot = name.lastIndexOf('.');
            Path csv = clip.resolveSibling((dot < 0 ? name : name.substring(0, dot)) + ".csv");
            if (!clip.equals(csv) && Files.isRegularFile(csv)) {
                truthOf.put(clip, csv);
            }
        }
        if (truthOf.isEmpty()) {
            throw new UserError("In " + folder + " there is no clip with a .csv of the same name beside it:"
                    + " './vigil evaluate tracking --make " + folder + "' makes some.");
        }
        return truthOf;
    }

    private static List<Path> files(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw new UserError(400, "The folder " + folder + " can't be read: name one with clips.", e);
        }
    }

    private void measure(
            Path clip,
            Path csv,
            RecognizerConfig settings,
            FaceModels models,
            FaceEye eye,
            RecognizerMetrics metrics,
            TrackingMeasures measures,
            Effort effort) {
        List<TruthFace> all = TruthFile.read(csv);
        ClipWatch watch = new ClipWatch(Recognizer.seeSettings(settings, models), eye, metrics);
        List<TrackedFace> tracked = new ArrayList<>();
        List<Integer> shown = new ArrayList<>();
        Duration gap = rate > 0 ? Duration.ofNanos((long) (1e9 / rate) - 1_000_000) : Duration.ZERO;
        int frames = ClipFrames.show(clip, gap, (number, at, jpeg) -> {
            shown.add(number);
            long start = System.nanoTime();
            watch.next(at, jpeg).forEach((track, box) -> tracked.add(new TrackedFace(number, track, box)));
            effort.nanos += System.nanoTime() - start;
            if (number % PROGRESS_EVERY == 0) {
                terminal.progress(clip.getFileName() + ": " + number + " frames");
            }
        });
        effort.clips++;
        effort.frames += shown.size();
        effort.passedOver += watch.passedOver();
        java.util.Set<Integer> looked = new java.util.HashSet<>(shown);
        measures.add(
                frames,
                all.stream().filter(face -> looked.contains(face.frame())).toList(),
                tracked);
    }

    private void print(TrackingReport report, Effort effort) {
        double perSecond = effort.nanos == 0 ? 0 : effort.frames * 1e9 / effort.nanos;
        if (json) {
            ObjectNode node = Json.mapper().valueToTree(report);
            node.put("clips", effort.clips)
                    .put("framesShown", effort.frames)
                    .put("framesPassedOver", effort.passedOver)
                    .put("framesPerSecond", perSecond);
            terminal.json(node);
            return;
        }
        line(
                "%d clips, %d frames, %d of them passed over as quiet, %.1f a second on one thread",
                effort.clips, effort.frames, effort.passedOver, perSecond);
        line("HOTA %.4f (DetA %.4f, AssA %.4f), IDF1 %.4f", report.hota(), report.deta(), report.assa(), report.idf1());
        line(
                "MOTA %.4f, MOTP %.4f: of %d faces %d missed, %d false",
                report.mota(), report.motp(), report.truths(), report.misses(), report.falsePositives());
        line(
                "%d switches of id, %d fragmentations, %d names switched in %d mixed tracks",
                report.idSwitches(), report.fragmentations(), report.namesSwitched(), report.mixedTracks());
        line(
                "%d appearances: %d in one track, %d in several, %d unseen; %d tracks; first seen after %.2f frames",
                report.appearances(),
                report.inOneTrack(),
                report.split(),
                report.unseen(),
                report.tracks(),
                report.meanDelayFrames());
    }

    private void line(String format, Object... values) {
        terminal.line(String.format(Locale.ROOT, format, values));
    }
}
