package dev.vigil.gallery.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vigil.gallery.seal.SealingKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealedStreamTest {
    private static final byte[] HEADER = {1, 2, 3};
    private static final int SEALED_CHUNK = SealedOutput.CHUNK + SealingKey.OVERHEAD;

    private final SealingKey key = SealingKey.random();

    @TempDir
    Path folder;

    @Test
    void whatIsSealedIsReadBackWhateverItsLength() throws Exception {
        for (int length : new int[] {
            0, 1, SealedOutput.CHUNK - 1, SealedOutput.CHUNK, SealedOutput.CHUNK + 1, 40 * SealedOutput.CHUNK, 700_001
        }) {
            byte[] plain = random(length);
            assertThat(open(seal(plain), HEADER)).isEqualTo(plain);
        }
    }

    @Test
    void whatIsCutSwappedOrOfAnotherHeaderIsNotOpened() throws Exception {
        byte[] sealed = seal(random(5 * SealedOutput.CHUNK));
        for (int chunks = 0; chunks < 5; chunks++) {
            byte[] cut = Arrays.copyOf(sealed, chunks * SEALED_CHUNK);
            assertThatThrownBy(() -> open(cut, HEADER)).isInstanceOf(IOException.class);
        }
        byte[] swapped = sealed.clone();
        System.arraycopy(sealed, 0, swapped, SEALED_CHUNK, SEALED_CHUNK);
        System.arraycopy(sealed, SEALED_CHUNK, swapped, 0, SEALED_CHUNK);
        assertThatThrownBy(() -> open(swapped, HEADER)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> open(sealed, new byte[] {1, 2, 4})).isInstanceOf(IOException.class);
    }

    private byte[] seal(byte[] plain) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        SealedOutput out = new SealedOutput(bytes, key, HEADER);
        out.write(plain, 0, plain.length / 3);
        out.write(plain, plain.length / 3, plain.length - plain.length / 3);
        out.finish();
        return bytes.toByteArray();
    }

    private byte[] open(byte[] sealed, byte[] header) throws IOException {
        Path file = Files.write(folder.resolve("sealed"), sealed);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
                SealedInput in = new SealedInput(channel, 0, key, header)) {
            return in.readAllBytes();
        }
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }
}
