package dev.vigil.vision.model;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.pytorch.jni.JniUtils;
import dev.vigil.runtime.error.UserError;

/**
 * libtorch in this process: started once, without the network, with one thread per call. As many callers as cores then keep the
 * machine busy; more threads per call measured slower.
 */
final class TorchEngine {
    static final String NAME = "PyTorch";
    private static final ThreadLocal<Boolean> ONE_THREAD = ThreadLocal.withInitial(() -> false);

    private TorchEngine() {}

    /**
     * Starts libtorch, unless it runs.
     *
     * @throws UserError if its native libraries can't be unpacked or loaded here
     */
    static synchronized void start() {
        preset("ai.djl.offline", "true");
        preset("OPT_OUT_TRACKING", "true");
        preset("ai.djl.pytorch.num_threads", "1");
        try {
            Engine.getEngine(NAME);
        } catch (EngineException | UnsatisfiedLinkError e) {
            throw new UserError(
                    503,
                    "PyTorch's native libraries can't be loaded here ("
                            + deepest(e).getMessage()
                            + "); they need a glibc of 2.29 or newer and about 450 MB in the folder that DJL_CACHE_DIR names,"
                            + " by default ~/.djl.ai.",
                    e);
        }
    }

    /** The number of threads is a thread's own in OpenMP: each caller sets it once. */
    static void oneThreadHere() {
        if (!ONE_THREAD.get()) {
            JniUtils.setNumThreads(1);
            ONE_THREAD.set(true);
        }
    }

    private static void preset(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    private static Throwable deepest(Throwable error) {
        Throwable cause = error;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }
}
