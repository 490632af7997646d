package dev.vigil.gallery.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vigil.runtime.error.UserError;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SealedFileTest {
    private static final char[] SECRET = "correct horse battery".toCharArray();

    @Test
    void whatIsWrittenIsReadAgainAtTheEdgesOfPieces() throws IOException {
        for (int length : new int[] {0, 1, 65_535, 65_536, 65_537, 131_072, 200_000}) {
            byte[] plain = random(length);
            byte[] sealed = seal(plain);
            assertThat(SealedFile.isEncrypted(new BufferedInputStream(new ByteArrayInputStream(sealed))))
                    .isTrue();
            assertThat(open(sealed, SECRET)).isEqualTo(plain);
        }
    }

    @Test
    void anotherPassphraseAChangedByteAndAFileThatWasCutOffAreFoundOut() throws IOException {
        byte[] sealed = seal(random(150_000));
        assertThatThrownBy(() -> open(sealed, "another one".toCharArray()))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("passphrase");
        byte[] changed = sealed.clone();
        changed[changed.length - 5] ^= 1;
        assertThatThrownBy(() -> open(changed, SECRET))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("piece 3");
        for (int cut : new int[] {10, 28, 40, 65_590, sealed.length - 1}) {
            assertThatThrownBy(() -> open(Arrays.copyOf(sealed, cut), SECRET)).isInstanceOf(UserError.class);
        }
        int wholePieces = 28 + 2 * (5 + 65_536 + 16);
        assertThatThrownBy(() -> open(Arrays.copyOf(sealed, wholePieces), SECRET))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("cut off");
    }

    private static byte[] seal(byte[] plain) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = SealedFile.encrypting(bytes, SECRET)) {
            out.write(plain);
        }
        return bytes.toByteArray();
    }

    private static byte[] open(byte[] sealed, char[] secret) throws IOException {
        try (InputStream in = SealedFile.decrypting(new ByteArrayInputStream(sealed), secret)) {
            return in.readAllBytes();
        }
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(7).nextBytes(bytes);
        return bytes;
    }
}
