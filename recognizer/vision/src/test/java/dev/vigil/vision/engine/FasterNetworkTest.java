package dev.vigil.vision.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigil.vision.model.Catalogue;
import dev.vigil.vision.model.ModelCard;
import dev.vigil.vision.model.Network;
import dev.vigil.vision.model.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The choice, with networks that take as long as they are told to, by a clock that only they move. */
final class FasterNetworkTest {
    private static final ModelCard CARD =
            Catalogue.find(Catalogue.LANDMARKS).orElseThrow().card();

    private long now;

    private final class Fake implements Network {
        private final float answer;
        private final long[] takes;
        private int runs;
        private boolean closed;

        /** Takes so many ms, call by call; the last for all later ones. */
        Fake(float answer, long... takes) {
            this.answer = answer;
            this.takes = takes;
        }

        @Override
        public List<Tensor> run(ByteBuffer input, int n, int c, int h, int w) {
            now += takes[Math.min(runs++, takes.length - 1)] * 1_000_000;
            return List.of(Tensor.of(new long[] {1, 2}, 1, answer));
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private FasterNetwork of(Fake plain, Fake vector) {
        return new FasterNetwork(CARD, plain, vector, () -> now);
    }

    @Test
    void takesTheVectorsOnceTheyAreFaster() {
        Fake vector = new Fake(.5f, 900, 500, 90, 40, 4);
        FasterNetwork network = of(new Fake(.5f, 10), vector);
        assertThat(network.isVector()).isFalse();
        network.tryOut();
        assertThat(network.isVector()).isTrue();
    }

    @Test
    void staysPlainWhereTheVectorsNeverBecomeFaster() {
        FasterNetwork network = of(new Fake(.5f, 10), new Fake(.5f, 900, 20));
        network.tryOut();
        assertThat(network.isVector()).isFalse();
    }

    @Test
    void takesVectorsThatAreALittleFasterInTheEnd() {
        FasterNetwork network = of(new Fake(.5f, 10), new Fake(.5f, 900, 9));
        network.tryOut();
        assertThat(network.isVector()).isTrue();
    }

    @Test
    void staysPlainWhereTheVectorsGiveOtherNumbers() {
        for (float other : new float[] {.51f, Float.NaN}) {
            FasterNetwork network = of(new Fake(.5f, 10), new Fake(other, 1));
            network.tryOut();
            assertThat(network.isVector()).as("%s", other).isFalse();
        }
    }

    @Test
    void givesThePlainNumbersUntilThen() {
        Fake vector = new Fake(.5f, 1);
        FasterNetwork network = of(new Fake(.5f, 10), vector);
        ByteBuffer input = ByteBuffer.allocateDirect(64 * 64 * 4).order(ByteOrder.nativeOrder());
        assertThat(network.run(input, 1, 1, 64, 64)).hasSize(1);
        assertThat(vector.runs).isZero();
    }

    @Test
    void triesNothingOnceItIsClosedAndClosesBoth() {
        Fake plain = new Fake(.5f, 10);
        Fake vector = new Fake(.5f, 1);
        FasterNetwork network = of(plain, vector);
        network.close();
        network.tryOut();
        assertThat(vector.runs + plain.runs).isZero();
        assertThat(plain.closed).isTrue();
        assertThat(vector.closed).isTrue();
    }
}
