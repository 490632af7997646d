package dev.vigil.vision.vector;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The CPU's vectors. The loops for them are compiled apart from everything else and never named in code, so that all of this runs
 * on a Java that was started without its incubating module.
 */
public final class Vectors {
    /** What Java must be started with, as {@code --add-modules}. */
    public static final String MODULE = "jdk.incubator.vector";

    private static final Map<Integer, Loops> LOOPS = new ConcurrentHashMap<>();
    private static final Map<Integer, RowLoops> ROW_LOOPS = new ConcurrentHashMap<>();

    private Vectors() {}

    /** Whether this Java has the vector module: started with {@code --add-modules jdk.incubator.vector}. */
    public static boolean present() {
        return ModuleLayer.boot().findModule(MODULE).isPresent();
    }

    /**
     * How wide the vectors are that Java prefers here: 128, 256 or 512 bits; 0 without the module.
     *
     * @throws IllegalStateException if the module is another than this was made for
     */
    public static int preferredBits() {
        if (!present()) {
            return 0;
        }
        try {
            Object shape = Class.forName(MODULE + ".VectorShape")
                    .getMethod("preferredShape")
                    .invoke(null);
            int bits = (int) shape.getClass().getMethod("vectorBitSize").invoke(shape);
            return Math.max(128, Math.min(512, Integer.highestOneBit(bits)));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("The vector module has no preferred shape.", e);
        }
    }

    /**
     * Runs multiply-adds that wait for nothing, on this thread: what the CPU can do at most.
     *
     * @param times loops of eight vector multiply-adds
     * @return how many operations these are, two for each multiply-add of a number
     * @throws IllegalStateException if this Java lacks the vector module, or gives no number
     */
    public static long multiplyAdds(int times) {
        Loops loops = loops(preferredBits());
        if (Float.isNaN(loops.multiplyAdds(times))) {
            throw new IllegalStateException("Sums of halves are numbers.");
        }
        return 16L * loops.lanes() * times;
    }

    /**
     * The loops for vectors of this width. They give the same results where the machine has none so wide, only slowly.
     *
     * @param bits 128, 256 or 512
     * @throws IllegalStateException if this Java lacks the vector module
     */
    static Loops loops(int bits) {
        demandModule();
        return LOOPS.computeIfAbsent(bits, b -> (Loops) define("VectorLoops", b));
    }

    /** Those over rows, as {@link #loops}. */
    static RowLoops rowLoops(int bits) {
        demandModule();
        return ROW_LOOPS.computeIfAbsent(bits, b -> (RowLoops) define("VectorRowLoops", b));
    }

    private static void demandModule() {
        if (!present()) {
            throw new IllegalStateException("Java was started without --add-modules " + MODULE + ".");
        }
    }

    private static Object define(String name, Integer bits) {
        try {
            MethodHandles.Lookup hidden =
                    MethodHandles.lookup().defineHiddenClassWithClassData(bytes(name), bits, true);
            return hidden.lookupClass().getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("The loops for vectors can't be made.", e);
        }
    }

    private static byte[] bytes(String name) {
        try (InputStream in = Vectors.class.getResourceAsStream(name + ".class")) {
            return Objects.requireNonNull(in, name).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
