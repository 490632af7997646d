package dev.vigil.lab.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.vigil.runtime.embedding.Embedding;
import dev.vigil.runtime.error.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerificationEvaluationTest {
    @TempDir
    private Path folder;

    private PairsFile pairs(String... lines) throws IOException {
        return PairsFile.read(Files.writeString(folder.resolve("pairs.csv"), String.join("\n", lines)));
    }

    @Test
    void anImageWithoutAFaceIsNeverAccepted() throws IOException {
        PairsFile file = pairs("image_a,image_b,same", "a/1,a/2,1", "a/1,a/3,1", "a/1,b/1,0");
        Map<String, Acquired> embeddings = Map.of(
                "a/1",
                Samples.angle(0),
                "a/2",
                Samples.angle(10),
                "a/3",
                new Acquired.NoFace(),
                "b/1",
                Samples.angle(80));
        VerificationReport report =
                new VerificationEvaluation(file, new EmbeddedImages(embeddings, 9)).report("some-model");
        assertThat(report.failuresToAcquire()).isEqualTo(1);
        assertThat(report.accuracy()).isCloseTo(2.0 / 3, within(1e-9));
        assertThat(report.accuracyThreshold()).isEqualTo("same-pairs");
        assertThat(report.accuracyStd()).isNull();
        assertThat(report.impostorPairs()).as("a1-b1 and a2-b1").isEqualTo(2);
        assertThat(report.tarAtFar())
                .as("two impostors can't tell one in a hundred")
                .containsEntry("0.01", null);
    }

    @Test
    void eachFoldIsMeasuredWithTheThresholdOfTheOthers() throws IOException {
        // the first fold alone would choose a threshold between cos 60 and cos 50, the second between cos 30 and cos 20
        PairsFile file =
                pairs("fold,image_a,image_b,same", "1,o/0,o/50,1", "1,o/0,x/60,0", "2,o/0,o/20,1", "2,o/0,x/30,0");
        EmbeddedImages embedded = Samples.angles(VerificationEvaluation.images(file));
        VerificationReport report = new VerificationEvaluation(file, embedded).report("some-model");
        assertThat(report.accuracy()).isEqualTo(.5);
        assertThat(report.accuracyStd()).isZero();
        assertThat(report.accuracyThreshold()).isEqualTo("other-folds");
    }

    @Test
    void errorsOfPoorPicturesGoWithThem() throws IOException {
        PairsFile file = pairs("image_a,image_b,same", "a/0,a/5,1", "a/0,a/6,1", "a/0,b/90,0");
        EmbeddedImages whole = Samples.angles(VerificationEvaluation.images(file));
        EmbeddedImages small = new EmbeddedImages(
                Map.of("a/5", Samples.angle(80, .2f), "a/6", Samples.angle(85, .3f), "b/90", Samples.angle(90, .2f)),
                9);
        VerificationReport report = new VerificationEvaluation(file, whole)
                .report(
                        "m",
                        new VerificationEvaluation.Further(Map.of(20, small), q -> q.score() < .25f, GroupLabels.NONE));
        assertThat(report.rejectMixed().get(0).falseNegative()).isEqualTo(.5);
        assertThat(report.rejectMixed().get(report.rejectMixed().size() - 1).falseNegative())
                .as("of the better half")
                .isZero();
        assertThat(report.shrunk().get(0).losses()).isEqualTo(new Losses(0, 0, 1, 1, 0, 0));
        assertThat(report.losses()).isEqualTo(new Losses(0, 0, 0, 0, 0, 2));
    }

    @Test
    void impostorThresholdsAcceptTheShareThatIsAsked() {
        Random random = new Random(3);
        List<ImpostorScores.Sample> samples = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            float[] values = new float[64];
            for (int j = 0; j < values.length; j++) {
                values[j] = (float) random.nextGaussian();
            }
            samples.add(new ImpostorScores.Sample("p" + i / 4, Embedding.normalised(values)));
        }
        ImpostorScores scores = ImpostorScores.of(samples);
        assertThat(scores.pairs()).isEqualTo(400 * 396 / 2);
        double threshold = scores.threshold(.01).orElseThrow();
        long accepted = 0;
        for (int i = 0; i < samples.size(); i++) {
            for (int j = i + 1; j < samples.size(); j++) {
                if (i / 4 != j / 4
                        && samples.get(i).embedding().cosine(samples.get(j).embedding()) >= threshold) {
                    accepted++;
                }
            }
        }
        assertThat(accepted).isBetween(scores.pairs() / 100 - 3, scores.pairs() / 100 + 1);
        assertThat(scores.threshold(1e-5)).isEmpty();
    }

    @Test
    void aWrongFileIsToldWithItsLine() {
        assertThatThrownBy(() -> pairs("a,b,c"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("image_a,image_b,same");
        assertThatThrownBy(() -> pairs("image_a,image_b,same", "a,b")).hasMessageContaining("pairs.csv:2");
        assertThatThrownBy(() -> pairs("image_a,image_b,same", "a,b,yes")).hasMessageContaining("'yes', not 1 or 0");
        assertThatThrownBy(() -> pairs("image_a,image_b,same", "a,b,1")).hasMessageContaining("different people");
        assertThatThrownBy(() -> PairsFile.read(folder.resolve("none.csv"))).hasMessageContaining("can't be read");
    }
}
