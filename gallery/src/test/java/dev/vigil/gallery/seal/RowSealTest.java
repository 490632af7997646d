package dev.vigil.gallery.seal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RowSealTest {
    private static final int ROW = 2_112;

    @Test
    void aRowIsOpenedUnderItsOwnNameOnlyAndUnchanged() {
        RowSeal seal = new RowSeal(SealingKey.random());
        byte[] row = new byte[ROW];
        new Random(1).nextBytes(row);
        ByteBuffer sealed = ByteBuffer.allocateDirect(ROW + seal.overhead());
        seal.seal(7, 9, ByteBuffer.wrap(row), sealed);
        assertThat(sealed.hasRemaining()).isFalse();
        assertThat(open(seal, 7, 9, sealed)).isEqualTo(row);
        assertThat(open(seal, 7, 10, sealed)).isNull();
        assertThat(open(seal, 8, 9, sealed)).isNull();
        assertThat(open(new RowSeal(SealingKey.random()), 7, 9, sealed)).isNull();
        for (int bit : new int[] {0, 8 * ROW - 1, 8 * ROW, 8 * ROW + 127}) {
            sealed.put(bit / 8, (byte) (sealed.get(bit / 8) ^ 1 << bit % 8));
            assertThat(open(seal, 7, 9, sealed)).isNull();
            sealed.put(bit / 8, (byte) (sealed.get(bit / 8) ^ 1 << bit % 8));
        }
        assertThat(open(seal, 7, 9, sealed)).isEqualTo(row);
    }

    /** As where it could not be written, and is the only one that waits. */
    @Test
    void theSameRowMayBeSealedAgainAndGivesTheSameBytes() {
        RowSeal seal = new RowSeal(SealingKey.random());
        byte[] row = new byte[ROW];
        ByteBuffer first = ByteBuffer.allocate(ROW + seal.overhead());
        ByteBuffer second = ByteBuffer.allocate(ROW + seal.overhead());
        seal.seal(7, 0, ByteBuffer.wrap(row), first);
        seal.seal(7, 0, ByteBuffer.wrap(row), second);
        assertThat(second.array()).isEqualTo(first.array());
        assertThat(open(seal, 7, 0, second)).isEqualTo(row);
    }

    private static byte[] open(RowSeal seal, long file, int row, ByteBuffer sealed) {
        ByteBuffer plain = ByteBuffer.allocate(ROW);
        return seal.open(file, row, sealed.duplicate().rewind(), plain) ? plain.array() : null;
    }
}
