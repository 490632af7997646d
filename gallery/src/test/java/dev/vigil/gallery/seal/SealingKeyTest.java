package dev.vigil.gallery.seal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class SealingKeyTest {
    private static final byte[] CONTEXT = "face:ann:f1".getBytes(UTF_8);

    /** The vectors of the specification, https://c2sp.org/XAES-256-GCM. */
    @Test
    void itSealsAsTheSpecificationSays() {
        assertThat(vector((byte) 1, "")).isEqualTo("ce546ef63c9cc60765923609b33a9a1974e96e52daf2fcf7075e2271");
        assertThat(vector((byte) 3, "c2sp.org/XAES-256-GCM"))
                .isEqualTo("986ec1832593df5443a179437fd083bf3fdb41abd740a21f71eb769d");
    }

    private static String vector(byte keyByte, String context) {
        byte[] key = new byte[SealingKey.BYTES];
        Arrays.fill(key, keyByte);
        byte[] nonce = "ABCDEFGHIJKLMNOPQRSTUVWX".getBytes(UTF_8);
        byte[] sealed = SealingKey.of(key).seal("XAES-256-GCM".getBytes(UTF_8), context.getBytes(UTF_8), nonce);
        return HexFormat.of().formatHex(sealed, nonce.length, sealed.length);
    }

    @Test
    void whatIsSealedIsOpenedByTheSameKeyInTheSameContextOnly() {
        SealingKey key = SealingKey.random();
        byte[] plain = "Ann".getBytes(UTF_8);
        byte[] sealed = key.seal(plain, CONTEXT);
        assertThat(sealed).hasSize(plain.length + SealingKey.OVERHEAD);
        assertThat(key.open(sealed, CONTEXT)).isEqualTo(plain);
        assertThat(key.seal(plain, CONTEXT)).as("a new nonce each time").isNotEqualTo(sealed);
        assertThatThrownBy(() -> key.open(sealed, "face:bob:f1".getBytes(UTF_8)))
                .isInstanceOf(BrokenSealException.class);
        assertThatThrownBy(() -> SealingKey.random().open(sealed, CONTEXT)).isInstanceOf(BrokenSealException.class);
    }

    @Test
    void everyBitCountsAndEveryLength() {
        SealingKey key = SealingKey.random();
        byte[] sealed = key.seal("Ann".getBytes(UTF_8), CONTEXT);
        for (int bit = 0; bit < sealed.length * 8; bit++) {
            byte[] flipped = sealed.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertThatThrownBy(() -> key.open(flipped, CONTEXT)).isInstanceOf(BrokenSealException.class);
        }
        for (int length = 0; length < sealed.length; length++) {
            byte[] cut = Arrays.copyOf(sealed, length);
            assertThatThrownBy(() -> key.open(cut, CONTEXT)).isInstanceOf(BrokenSealException.class);
        }
    }

    @Test
    void itNeverShowsItself() {
        assertThat(SealingKey.random()).hasToString("SealingKey");
        String key = KeyEncryptionKey.newKey();
        assertThat(KeyEncryptionKey.fromBase64(key).toString()).doesNotContain(key.substring(0, 8));
    }
}
