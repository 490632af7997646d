package dev.vigil.vision.engine;

import dev.vigil.vision.model.ModelCard;
import dev.vigil.vision.model.Network;
import dev.vigil.vision.model.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One network in two engines: the plain one works until the other has shown that it gives the same and is faster, which takes Java's
 * compiler a second or two to achieve. Thread-safe; calls never wait for the trial.
 */
final class FasterNetwork implements Network {
    private static final Logger LOG = LoggerFactory.getLogger(FasterNetwork.class);
    /** How far the engines' numbers may lie apart, as part of the largest: sums of another order, no more. */
    private static final float TOLERANCE = 1e-3f;
    /** Of how many latest calls the median counts. */
    private static final int COUNTED = 7;
    /** How long the new engine has to become faster, in ns. */
    private static final long PATIENCE = 8_000_000_000L;

    private final ModelCard card;
    private final Network plain;
    private final Network vector;
    private final LongSupplier nanos;
    private final Object trying = new Object();
    private volatile Network current;
    private volatile boolean closed;

    /**
     * Takes both over.
     *
     * @param nanos the time, as {@link System#nanoTime}
     */
    FasterNetwork(ModelCard card, Network plain, Network vector, LongSupplier nanos) {
        this.nanos = nanos;
        this.card = card;
        this.plain = plain;
        this.vector = vector;
        this.current = plain;
    }

    @Override
    public List<Tensor> run(ByteBuffer input, int n, int c, int h, int w) {
        return current.run(input, n, c, h, w);
    }

    /** Whether the vectors have taken over. */
    boolean isVector() {
        return current == vector;
    }

    /** Compares both, turn by turn, on this thread, until one is known to be the faster; does nothing once closed. */
    void tryOut() {
        ByteBuffer picture = picture();
        double[] plainMs = new double[COUNTED];
        double[] vectorMs = new double[COUNTED];
        long start = nanos.getAsLong();
        for (int turn = 0; ; turn++) {
            synchronized (trying) {
                if (closed) {
                    return;
                }
                if (turn == 0 && !agree(picture)) {
                    LOG.warn("The network {} runs on PyTorch: on the CPU's vectors it gives other numbers.", card.id());
                    return;
                }
                plainMs[turn % COUNTED] = time(plain, picture);
                vectorMs[turn % COUNTED] = time(vector, picture);
            }
            boolean over = nanos.getAsLong() - start > PATIENCE;
            if (turn >= COUNTED && (over || median(vectorMs) < .8 * median(plainMs))) {
                decide(median(plainMs), median(vectorMs));
                return;
            }
        }
    }

    private void decide(double plainMs, double vectorMs) {
        boolean faster = vectorMs < plainMs;
        if (faster) {
            current = vector;
        }
        LOG.info(
                "The network {} runs on {}: {} ms a picture so far, {} ms on {}; {}=vector or plain decides otherwise.",
                card.id(),
                faster ? "the CPU's vectors" : "PyTorch",
                text(faster ? vectorMs : plainMs),
                text(faster ? plainMs : vectorMs),
                faster ? "PyTorch" : "the CPU's vectors",
                EngineChoice.VARIABLE);
    }

    private static String text(double ms) {
        return String.format(Locale.ROOT, "%.1f", ms);
    }

    private double time(Network network, ByteBuffer picture) {
        long start = nanos.getAsLong();
        run(network, picture);
        return (nanos.getAsLong() - start) / 1e6;
    }

    private List<Tensor> run(Network network, ByteBuffer picture) {
        ModelCard.Input input = card.input();
        return network.run(picture, 1, input.colour().channels(), input.height(), input.width());
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    /** Noise, the same at every start. */
    private ByteBuffer picture() {
        ModelCard.Input input = card.input();
        int floats = input.colour().channels() * input.height() * input.width();
        ByteBuffer picture = ByteBuffer.allocateDirect(floats * Float.BYTES).order(ByteOrder.nativeOrder());
        Random random = new Random(1);
        for (int i = 0; i < floats; i++) {
            picture.putFloat(i * Float.BYTES, (float) random.nextGaussian() / 2);
        }
        return picture;
    }

    private boolean agree(ByteBuffer picture) {
        List<Tensor> expected = run(plain, picture);
        List<Tensor> given = run(vector, picture);
        if (expected.size() != given.size()) {
            return false;
        }
        for (int i = 0; i < expected.size(); i++) {
            if (!Arrays.equals(expected.get(i).shape(), given.get(i).shape())
                    || !close(expected.get(i).values(), given.get(i).values())) {
                return false;
            }
        }
        return true;
    }

    private static boolean close(FloatBuffer expected, FloatBuffer given) {
        float largest = 1e-6f;
        for (int i = 0; i < expected.remaining(); i++) {
            largest = Math.max(largest, Math.abs(expected.get(i)));
        }
        for (int i = 0; i < expected.remaining(); i++) {
            if (!(Math.abs(expected.get(i) - given.get(i)) <= TOLERANCE * largest)) { // also where one is no number
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() {
        closed = true;
        synchronized (trying) { // a turn of the trial ends first
            plain.close();
            vector.close();
        }
    }
}
