package dev.vigil.lab.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vigil.runtime.error.UserError;
import dev.vigil.vision.face.Box;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TruthFileTest {
    @TempDir
    private Path folder;

    @Test
    void readsWhatItWrote() throws IOException {
        List<TruthFace> faces = List.of(
                new TruthFace(0, "ada", 0, new Box(1, 2, 30, 40), 1),
                new TruthFace(7, "bob", 3, new Box(-5, 0, 30, 40), .25f));
        Path file = folder.resolve("truth.csv");

        TruthFile.write(file, faces);

        assertThat(TruthFile.read(file)).isEqualTo(faces);
    }

    @Test
    void namesTheLineThatIsWrong() throws IOException {
        Path file = folder.resolve("truth.csv");
        for (String bad : List.of(
                "1,ada,0,1,2,3",
                "x,ada,0,1,2,3,4,1",
                "1,,0,1,2,3,4,1",
                "1,ada,0,1,2,0,4,1",
                "1,ada,0,1,2,NaN,4,1",
                "1,ada,0,1,2,3,4,2")) {
            Files.writeString(file, TruthFile.HEADER + "\n0,ada,0,1,2,3,4,1\n" + bad + "\n");
            assertThatThrownBy(() -> TruthFile.read(file))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("truth.csv:3");
        }
        Files.writeString(file, "frame,id\n");
        assertThatThrownBy(() -> TruthFile.read(file)).hasMessageContaining(TruthFile.HEADER);
        assertThatThrownBy(() -> TruthFile.read(folder.resolve("none.csv"))).hasMessageContaining("can't be read");
    }
}
