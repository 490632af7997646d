package dev.vigil.gallery.backup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineReaderTest {
    @Test
    void linesAreReadAcrossTheBufferAndTheLastNeedsNoLineFeed() throws IOException {
        String longLine = "x".repeat(200_000);
        assertThat(read("a\n\n" + longLine + "\nb", 300_000)).containsExactly("a", "", longLine, "b");
        assertThat(read("a\nb\n", 10)).containsExactly("a", "b");
        assertThat(read("", 10)).isEmpty();
        assertThat(read("\n", 10)).containsExactly("");
        String full = "y".repeat(64 * 1024 - 1);
        assertThat(read(full + "\nz\n", 70_000)).containsExactly(full, "z");
    }

    @Test
    void aLineThatIsTooLongIsRefusedBeforeItFillsTheMemory() {
        assertThatThrownBy(() -> read("x".repeat(1_000_000), 100_000)).isInstanceOf(LineReader.TooLongException.class);
        assertThatThrownBy(() -> read("abcd\n", 3)).isInstanceOf(LineReader.TooLongException.class);
    }

    private static List<String> read(String text, int most) throws IOException {
        LineReader reader = new LineReader(new ByteArrayInputStream(text.getBytes(UTF_8)), most);
        List<String> lines = new ArrayList<>();
        for (byte[] line = reader.next(); line != null; line = reader.next()) {
            lines.add(new String(line, UTF_8));
        }
        return lines;
    }
}
