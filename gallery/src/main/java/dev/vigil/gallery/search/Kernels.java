package dev.vigil.gallery.search;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chooses the kernel. The one for vectors is compiled apart from everything else and never named in code, so that all of this runs on a
 * Java that was started without its incubating module.
 */
final class Kernels {
    private static final Logger LOG = LoggerFactory.getLogger(Kernels.class);
    private static final String MODULE = "jdk.incubator.vector";

    private Kernels() {}

    private static final class Chosen {
        static final Kernel KERNEL = choose();
    }

    /** The one for this machine, chosen once. */
    static Kernel best() {
        return Chosen.KERNEL;
    }

    /** The one that uses no vectors. */
    static Kernel plain() {
        return new PlainKernel();
    }

    /** Whether this Java has the vector module: started with {@code --add-modules jdk.incubator.vector}. */
    static boolean hasVectors() {
        return ModuleLayer.boot().findModule(MODULE).isPresent();
    }

    /**
     * The one for vectors of this width. It gives the same results where the machine has none so wide, only slowly.
     *
     * @param bits 128, 256 or 512
     * @throws IllegalStateException if this Java lacks the vector module
     */
    static Kernel vectors(int bits) {
        if (!hasVectors()) {
            throw new IllegalStateException("Java was started without --add-modules " + MODULE + ".");
        }
        try {
            MethodHandles.Lookup hidden =
                    MethodHandles.lookup().defineHiddenClassWithClassData(bytes(), (Integer) bits, true);
            return (Kernel) hidden.lookupClass().getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("The vector kernel can't be made.", e);
        }
    }

    private static byte[] bytes() {
        try (InputStream in = Kernels.class.getResourceAsStream("VectorKernel.class")) {
            return Objects.requireNonNull(in, "VectorKernel.class").readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Kernel choose() {
        Kernel chosen = hasVectors() ? vectors(preferredBits()) : plain();
        LOG.info(
                "Faces are searched with {}.{}",
                chosen.name(),
                hasVectors() ? "" : " Java's option --add-modules " + MODULE + " makes it several times faster.");
        return chosen;
    }

    /** The widest vectors that the machine has, 128 bits at least: narrower ones than a short's eight aren't worth it. */
    private static int preferredBits() {
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
}
