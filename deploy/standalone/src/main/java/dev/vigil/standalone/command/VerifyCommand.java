package dev.vigil.standalone.command;

import dev.vigil.recognizer.photo.AnalyzerPool;
import dev.vigil.recognizer.photo.PhotoConfig;
import dev.vigil.recognizer.photo.PhotoVerifier;
import dev.vigil.recognizer.photo.Verification;
import dev.vigil.runtime.error.UserError;
import dev.vigil.vision.face.DetectorSettings;
import dev.vigil.vision.face.FaceModels;
import dev.vigil.vision.model.Catalogue;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vigil verify}: whether two photos show the same person. */
@Command(
        name = "verify",
        description = "Says whether two photos, each of one person, show the same one. Needs no server.",
        mixinStandardHelpOptions = true)
final class VerifyCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "PHOTO_A", description = "A JPEG or PNG.")
    private @Nullable Path a;

    @Parameters(index = "1", paramLabel = "PHOTO_B", description = "Another.")
    private @Nullable Path b;

    @Option(
            names = "--false-match-rate",
            paramLabel = "RATE",
            description = "How often different people may count as the same; default ${DEFAULT-VALUE}.")
    private double falseMatchRate = PhotoConfig.DEFAULT.falseMatchRate();

    @Option(
            names = "--embedder",
            paramLabel = "ID",
            description = "The network that compares faces, of './vigil models list'; default ${DEFAULT-VALUE}.")
    private String embedder = Catalogue.EMBEDDER;

    @Option(
            names = "--detector",
            paramLabel = "ID",
            description = "The network that finds faces, of './vigil models list'; default ${DEFAULT-VALUE}.")
    private String detector = Catalogue.DETECTOR;

    @Option(names = "--json", description = "Prints one JSON object.")
    private boolean json;

    VerifyCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if (!(falseMatchRate > 0 && falseMatchRate <= .5)) {
            throw new UserError("--false-match-rate is " + falseMatchRate + ", and must lie in (0, 0.5], as 0.0001.");
        }
        byte[] photoA = Photos.read(java.util.Objects.requireNonNull(a));
        byte[] photoB = Photos.read(java.util.Objects.requireNonNull(b));
        try (FaceModels models = new LocalModels(terminal).load(detector, embedder);
                AnalyzerPool pool = new AnalyzerPool(models, DetectorSettings.DEFAULT, PhotoConfig.DEFAULT)) {
            PhotoVerifier verifier =
                    new PhotoVerifier(pool, models.embedderCard().curve());
            print(verifier.verify(photoA, photoB, falseMatchRate));
        } catch (UserError e) {
            throw new UserError(e.status(), e.sentence() + " (a is " + a + ", b is " + b + ")", e);
        }
        return 0;
    }

    private void print(Verification verification) {
        if (json) {
            terminal.json(verification);
            return;
        }
        terminal.line(String.format(
                Locale.ROOT,
                "%s: score %.3f, threshold %.3f at a false match rate of %s%s",
                verification.same() ? "the same person" : "different people",
                verification.score(),
                verification.threshold(),
                verification.falseMatchRate(),
                verification.extrapolated() ? " (extrapolated)" : ""));
    }
}
