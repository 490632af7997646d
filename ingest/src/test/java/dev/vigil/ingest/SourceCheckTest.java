package dev.vigil.ingest;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vigil.ingest.testing.Clips;
import dev.vigil.runtime.config.ConfigReader;
import dev.vigil.runtime.error.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceCheckTest {
    @TempDir
    Path folder;

    private static void refused(Path source, String why) {
        assertThatThrownBy(() -> SourceCheck.check(source.toString()))
                .isInstanceOf(UserError.class)
                .hasMessageContaining(source.toString())
                .hasMessageContaining(why);
    }

    @Test
    void whatCanBeReadPasses() throws IOException {
        Path clip = Clips.mp4(folder.resolve("a.mp4"), 160, 120, 2, 10);
        Path pictures = Files.createDirectory(folder.resolve("pictures"));
        Files.writeString(pictures.resolve("a.jpg"), "one that can't be read is no reason to refuse the others");
        Path picture = Clips.picture(pictures.resolve("b.jpg"), 100, 100, 80);

        for (Path source : new Path[] {clip, pictures, picture}) {
            assertThatCode(() -> SourceCheck.check(source.toString())).doesNotThrowAnyException();
        }
        assertThatCode(() -> SourceCheck.check("rtsp://127.0.0.1:1/away")).doesNotThrowAnyException();
    }

    @Test
    void whatCannotBeReadIsRefusedInOneSentenceThatNamesIt() throws IOException {
        refused(folder.resolve("gone.mp4"), "does not exist");
        refused(Files.writeString(folder.resolve("notes.txt"), "text ".repeat(500)), "no video or picture");
        refused(Files.createDirectory(folder.resolve("empty")), "no pictures");
        Path broken = Files.createDirectory(folder.resolve("broken"));
        Files.writeString(broken.resolve("a.jpg"), "nothing that looks like a picture");
        refused(broken, "a.jpg");
        Path picture = Clips.picture(folder.resolve("cut.png"), 100, 100, 80);
        Files.write(picture, java.util.Arrays.copyOf(Files.readAllBytes(picture), 60));
        refused(picture, "damaged");
        assertThatThrownBy(() -> SourceCheck.check("ftp://host/a.mp4")).isInstanceOf(UserError.class);
    }

    @Test
    void aCameraWhereNoneMayBeIsRefusedAtOnceAndByTheRulesOfIngest() {
        assertThatThrownBy(() -> SourceCheck.check("http://169.254.169.254/latest/meta-data"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("where cameras may not be");
        IngestConfig rules = ConfigReader.parse("denyNetworks: [127.0.0.0/8]", "t", Map.of(), IngestConfig.class);
        assertThatThrownBy(() -> SourceProbe.probe("rtsp://127.0.0.1:1/a", Duration.ofSeconds(1), rules))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("where cameras may not");
    }
}
