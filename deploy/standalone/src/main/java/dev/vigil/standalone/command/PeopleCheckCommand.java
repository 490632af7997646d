package dev.vigil.standalone.command;

import dev.vigil.gallery.client.GalleryClient;
import dev.vigil.gallery.client.ModelCounts;
import dev.vigil.gallery.event.FaceTemplate;
import dev.vigil.gallery.review.Findings;
import dev.vigil.gallery.review.GalleryReview;
import dev.vigil.gallery.review.ReviewPage;
import dev.vigil.recognizer.decide.DecisionRule;
import dev.vigil.runtime.error.UserError;
import dev.vigil.runtime.json.Base64Bytes;
import dev.vigil.vision.match.FalseMatchCurve;
import dev.vigil.vision.match.Thresholds;
import dev.vigil.vision.model.ModelCard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code vigil people check}: what is odd in a gallery. */
@Command(
        name = "check",
        description = {
            "Looks over a whole running gallery: people who may be one, faces unlike a person's others, people who are never found, poor and repeated pictures.",
            "Changes nothing. --html writes a page with the pictures side by side, and the commands that mend what is odd."
        },
        mixinStandardHelpOptions = true)
final class PeopleCheckCommand implements Callable<Integer> {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final int PROGRESS_EVERY = 500;
    private static final int SHOWN = 10;
    /** A face is an outlier where strangers resemble the person's others as much, one in a thousand. */
    private static final double OUTLIER_RATE = 1e-3;

    private final Terminal terminal;

    @Mixin
    private final ServerOptions server = new ServerOptions();

    @Option(
            names = "--html",
            paramLabel = "FILE",
            description = "Writes the page there. It holds pictures of people: keep it safe.")
    private @Nullable Path html;

    @Option(
            names = "--model",
            paramLabel = "ID",
            description = "Whose faces; default the active model, or the only one.")
    private @Nullable String model;

    @Option(
            names = "--same",
            paramLabel = "SCORE",
            description =
                    "Two people may be one from this score on; default as the model's card says for this many faces.")
    private @Nullable Float same;

    @Option(
            names = "--outlier",
            paramLabel = "SCORE",
            description = "Faces of a person under this score are odd; default as the model's card says.")
    private @Nullable Float outlier;

    @Option(
            names = "--repeated",
            paramLabel = "SCORE",
            description = "Two faces of a person are as good as one from this score on; default ${DEFAULT-VALUE}.")
    private float repeated = .97f;

    @Option(
            names = "--least-quality",
            paramLabel = "QUALITY",
            description = "Pictures under this quality are poor, in [0, 1]; default ${DEFAULT-VALUE}.")
    private float leastQuality = .3f;

    @Option(names = "--json", description = "Prints one JSON object.")
    private boolean json;

    PeopleCheckCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        GalleryClient gallery = server.gallery(terminal.env(), TIMEOUT);
        ModelCounts counts = server.models(terminal.env(), TIMEOUT).models();
        String checked = model == null ? GalleryModels.current(counts) : model;
        Findings found = new GalleryReview(gallery, checked, bounds(checked, counts)).run(people -> {
            if (people % PROGRESS_EVERY == 0) {
                terminal.progress(people + " people");
            }
        });
        if (json) {
            terminal.json(found);
        } else {
            print(found);
        }
        if (html != null) {
            write(html, ReviewPage.of(found, new KeptCrops(gallery)::of, Instant.now()));
        }
        return 0;
    }

    private Findings.Bounds bounds(String checked, ModelCounts counts) {
        FalseMatchCurve curve =
                new LocalModels(terminal).card(checked).map(ModelCard::curve).orElseGet(FalseMatchCurve::assumed);
        int faces = counts.models().stream()
                .filter(held -> held.id().equals(checked))
                .mapToInt(ModelCounts.Held::faces)
                .sum();
        float twins = same != null
                ? same
                : Thresholds.of(curve, DecisionRule.DEFAULT_RATE, Math.max(1, faces))
                        .threshold();
        float odd = outlier != null ? outlier : (float) curve.score(OUTLIER_RATE);
        return new Findings.Bounds(twins, odd, repeated, leastQuality);
    }

    /** The crops of those who are shown, a person at a time. */
    private static final class KeptCrops {
        private final GalleryClient gallery;
        private final Map<String, List<FaceTemplate>> read = new HashMap<>();

        KeptCrops(GalleryClient gallery) {
            this.gallery = gallery;
        }

        Optional<Base64Bytes> of(String person, String face) {
            return read.computeIfAbsent(person, this::faces).stream()
                    .filter(held -> held.id().equals(face))
                    .flatMap(held -> Stream.ofNullable(held.crop()))
                    .findFirst();
        }

        private List<FaceTemplate> faces(String person) {
            try {
                return gallery.faces(person);
            } catch (UserError e) {
                if (e.status() == 404) {
                    return List.of();
                }
                throw e;
            }
        }
    }

    private void write(Path file, String page) {
        try {
            Files.writeString(file, page);
        } catch (IOException e) {
            throw new UserError(400, "The file " + file + " can't be written: choose another with --html.", e);
        }
        terminal.say("the page is " + file.toAbsolutePath().normalize());
    }

    private void print(Findings found) {
        terminal.line(
                String.format(Locale.ROOT, "%d people, %d faces of %s", found.people(), found.faces(), found.model()));
        list(
                "may be one person",
                found.twins(),
                twins -> String.format(
                        Locale.ROOT,
                        "%s (%s) and %s (%s): %.3f",
                        twins.a().name(),
                        twins.a().id(),
                        twins.b().name(),
                        twins.b().id(),
                        twins.score()));
        list(
                "with faces unlike the others",
                found.outliers(),
                odd -> String.format(
                        Locale.ROOT,
                        "%s (%s): %s, %.3f",
                        odd.person().name(),
                        odd.person().id(),
                        String.join(" ", odd.faces()),
                        odd.best()));
        list(
                "never found",
                found.missing(),
                missing -> missing.person().name() + " (" + missing.person().id() + "): " + missing.others()
                        + " faces of other models");
        list(
                "poor pictures",
                found.poor(),
                poor -> String.format(
                        Locale.ROOT,
                        "%s (%s): %s, quality %.2f",
                        poor.person().name(),
                        poor.person().id(),
                        poor.face(),
                        poor.quality()));
        list(
                "pictures that are there twice",
                found.repeated(),
                twice -> String.format(
                        Locale.ROOT,
                        "%s (%s): %s %s, %.3f",
                        twice.person().name(),
                        twice.person().id(),
                        twice.faceA(),
                        twice.faceB(),
                        twice.score()));
    }

    private <T> void list(String what, List<T> found, java.util.function.Function<T, String> line) {
        terminal.line(found.size() + " " + what);
        found.stream().limit(SHOWN).forEach(one -> terminal.line("  " + line.apply(one)));
        if (found.size() > SHOWN) {
            terminal.line("  and " + (found.size() - SHOWN) + " more");
        }
    }
}
