package dev.vigil.ingest.source;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vigil.ingest.testing.Clips;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JpegCutterTest {
    @TempDir
    Path folder;

    private final ByteArrayOutputStream stream = new ByteArrayOutputStream();
    private byte[] picture;

    @BeforeEach
    void aPicture() throws IOException {
        picture = Files.readAllBytes(Clips.picture(folder.resolve("a.jpg"), 320, 240, 90));
    }

    private void text(String text) {
        stream.writeBytes(text.getBytes(US_ASCII));
    }

    /** Gives a byte at a time, so that no edge of a buffer is where it suits. */
    private List<String> cut() throws IOException {
        InputStream slow = new ByteArrayInputStream(stream.toByteArray()) {
            @Override
            public synchronized int read(byte[] target, int offset, int length) {
                return super.read(target, offset, Math.min(length, 7));
            }
        };
        JpegCutter cutter = new JpegCutter(slow);
        List<String> cuts = new ArrayList<>();
        for (JpegCutter.Cut cut = cutter.next(); cut != null; cut = cutter.next()) {
            if (cut instanceof JpegCutter.Cut.Whole whole) {
                assertThat(whole.bytes()).isEqualTo(picture);
                cuts.add(whole.width() + "x" + whole.height());
            } else {
                cuts.add("broken");
            }
        }
        return cuts;
    }

    @Test
    void boundariesAndLengthsDoNotMatter() throws IOException {
        text("--right\r\nContent-Type: image/jpeg\r\nContent-Length: 5\r\n\r\n");
        stream.writeBytes(picture);
        text("\r\n----wrong\r\n\r\n");
        stream.writeBytes(picture);
        stream.writeBytes(picture); // none between at all
        text("--the end--");

        assertThat(cut()).containsExactly("320x240", "320x240", "320x240");
    }

    @Test
    void aPictureThatWasCutShortCostsItselfOnly() throws IOException {
        stream.writeBytes(Arrays.copyOf(picture, picture.length - 40));
        text("\r\n--next\r\n\r\n");
        stream.writeBytes(picture);
        stream.writeBytes(picture);

        assertThat(cut()).containsExactly("broken", "320x240", "320x240");
    }

    @Test
    void aPreviewInsideAPictureIsNoPictureOfItsOwn() throws IOException {
        byte[] own = picture;
        ByteArrayOutputStream with = new ByteArrayOutputStream();
        with.writeBytes(Arrays.copyOf(own, 2));
        with.writeBytes(new byte[] {(byte) 0xFF, (byte) 0xE1, (byte) ((own.length + 2) >> 8), (byte) (own.length + 2)});
        with.writeBytes(own);
        with.writeBytes(Arrays.copyOfRange(own, 2, own.length));
        picture = with.toByteArray();
        stream.writeBytes(picture);

        assertThat(cut()).containsExactly("320x240");
    }

    @Test
    void whatHoldsNoPictureIsPassedOver() throws IOException {
        text("<html>no pictures here</html>");
        stream.writeBytes(new byte[] {(byte) 0xFF, (byte) 0xD8, 0, 1, 2});
        assertThat(cut()).containsExactly("broken");
    }
}
