package dev.vigil.vision.engine;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tries networks out, one after the other, on a thread of its own that ends when there is nothing to try. */
final class Trials {
    private static final Logger LOG = LoggerFactory.getLogger(Trials.class);
    private static final ExecutorService THREAD = thread();

    private Trials() {}

    private static ExecutorService thread() {
        ThreadPoolExecutor one =
                new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "vigil-engine-trial");
                    thread.setDaemon(true);
                    return thread;
                });
        one.allowCoreThreadTimeOut(true);
        return one;
    }

    /** Tries it out soon; where that fails the network stays as it is. */
    static void later(FasterNetwork network) {
        THREAD.execute(() -> {
            try {
                network.tryOut();
            } catch (RuntimeException e) { // the edge of a thread
                LOG.warn("A network could not be tried out on the CPU's vectors; it stays on PyTorch.", e);
            }
        });
    }
}
