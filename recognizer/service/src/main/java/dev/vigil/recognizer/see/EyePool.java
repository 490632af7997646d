package dev.vigil.recognizer.see;

import dev.vigil.recognizer.stream.RecognizerMetrics;
import dev.vigil.recognizer.stream.RecognizerMetrics.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One worker thread with an eye of its own for each core. Stream threads hand it their frames and wait. A native call can't be
 * interrupted: a worker that does not come back in time is abandoned and replaced, its frame is given up, and with the second one
 * the process is no longer to be trusted. Thread-safe.
 */
public final class EyePool implements Eyes, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EyePool.class);
    private static final int MOST_ABANDONED = 2;
    private static final long IDLE_MILLIS = 200;
    private static final long PIECE_MILLIS = 100;

    private final BlockingDeque<Job<?>> queue = new LinkedBlockingDeque<>();
    private final List<Worker> workers = new ArrayList<>();
    private final Supplier<FaceEye> newEye;
    private final Duration patience;
    private final Runnable distrust;
    private final RecognizerMetrics metrics;
    private int abandoned;
    private volatile boolean closing;

    private EyePool(Supplier<FaceEye> newEye, Duration patience, Runnable distrust, RecognizerMetrics metrics) {
        this.newEye = newEye;
        this.patience = patience;
        this.distrust = distrust;
        this.metrics = metrics;
    }

    /**
     * Starts the workers.
     *
     * @param count of workers, at least 1
     * @param newEye makes an eye; the pool closes it
     * @param patience how long a piece of work may take, well under a transaction's limit
     * @param distrust called once, when a second worker had to be abandoned
     */
    public static EyePool start(
            int count, Supplier<FaceEye> newEye, Duration patience, Runnable distrust, RecognizerMetrics metrics) {
        EyePool pool = new EyePool(newEye, patience, distrust, metrics);
        for (int i = 0; i < count; i++) {
            pool.addWorker();
        }
        return pool;
    }

    private synchronized void addWorker() {
        Worker worker = new Worker(newEye.get());
        workers.add(worker);
        worker.start();
    }

    @Override
    public <T> T lend(Function<FaceEye, T> work) {
        return lend(new Job<>(work), queue::addLast);
    }

    @Override
    public <T> T lendAgain(Function<FaceEye, T> work) {
        return lend(new Job<>(work), queue::addFirst);
    }

    private <T> T lend(Job<T> job, Consumer<Job<?>> enqueue) {
        if (closing) {
            throw new NoEyeException("The eyes are closed.");
        }
        enqueue.accept(job);
        try {
            Worker worker = await(job.started, job);
            return await(job.result, worker);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NoEyeException("Interrupted while a frame was being looked at.", e);
        }
    }

    /** Pieces of work that no worker has taken yet. */
    int waiting() {
        return queue.size();
    }

    private Worker await(CompletableFuture<Worker> started, Job<?> job) throws InterruptedException {
        try {
            return started.get(2 * patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            queue.remove(job);
            throw new NoEyeException("No worker was free for " + 2 * patience.toMillis() + " ms.", e);
        } catch (ExecutionException e) {
            throw new NoEyeException("A worker failed.", e);
        }
    }

    private <T> T await(CompletableFuture<T> result, Worker worker) throws InterruptedException {
        try {
            return finished(result);
        } catch (TimeoutException e) {
            abandon(worker);
            throw new AbandonedException(
                    "The networks did not finish with this frame in " + patience.toMillis() + " ms.");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            if (e.getCause() instanceof Error cause) {
                throw cause;
            }
            throw new NoEyeException("A worker failed.", e);
        }
    }

    /** Waits in many pieces: while the process was stopped, or the machine slept, the networks had no time either. */
    private <T> T finished(CompletableFuture<T> result)
            throws InterruptedException, ExecutionException, TimeoutException {
        for (long left = patience.toMillis(); left > PIECE_MILLIS; left -= PIECE_MILLIS) {
            try {
                return result.get(PIECE_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                LOG.trace("not yet", e);
            }
        }
        return result.get(PIECE_MILLIS, TimeUnit.MILLISECONDS);
    }

    private synchronized void abandon(Worker worker) {
        worker.abandoned = true;
        workers.remove(worker);
        abandoned++;
        LOG.error("{} did not come back in {}; it is abandoned and replaced", worker.getName(), patience);
        addWorker();
        if (abandoned == MOST_ABANDONED) {
            distrust.run();
        }
    }

    /** Waits for the work in hand, at most as long as one piece of work may take, and closes the eyes. */
    @Override
    public void close() {
        closing = true;
        List<Worker> running;
        synchronized (this) {
            running = List.copyOf(workers);
        }
        boolean interrupted = false;
        for (Worker worker : running) {
            try {
                worker.join(patience.toMillis());
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static final class Job<T> {
        private final Function<FaceEye, T> work;
        private final CompletableFuture<Worker> started = new CompletableFuture<>();
        private final CompletableFuture<T> result = new CompletableFuture<>();
        private final long handedAt = System.nanoTime();

        Job(Function<FaceEye, T> work) {
            this.work = work;
        }

        void run(Worker worker, FaceEye eye) {
            started.complete(worker);
            try {
                result.complete(work.apply(eye));
            } catch (Throwable e) { // the edge of the worker: whatever it is, the stream thread that waits throws it
                result.completeExceptionally(e);
            }
        }
    }

    private final class Worker extends Thread {
        private final FaceEye eye;
        private volatile boolean abandoned;

        Worker(FaceEye eye) {
            super("vigil-eye-" + (workers.size() + EyePool.this.abandoned));
            this.eye = eye;
            setDaemon(true);
        }

        @Override
        public void run() {
            try (eye) {
                while (!closing && !abandoned) {
                    Job<?> job = queue.poll(IDLE_MILLIS, TimeUnit.MILLISECONDS);
                    if (job != null) {
                        metrics.took(Stage.WAIT, Duration.ofNanos(System.nanoTime() - job.handedAt));
                        job.run(this, eye);
                    }
                }
            } catch (InterruptedException e) {
                LOG.error("{} was interrupted and stops", getName(), e);
            }
        }
    }
}
