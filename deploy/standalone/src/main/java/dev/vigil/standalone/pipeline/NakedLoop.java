package dev.vigil.standalone.pipeline;

import dev.vigil.recognizer.Recognizer;
import dev.vigil.recognizer.RecognizerConfig;
import dev.vigil.recognizer.see.ClipWatch;
import dev.vigil.recognizer.see.FaceEye;
import dev.vigil.recognizer.see.SeeSettings;
import dev.vigil.recognizer.stream.RecognizerMetrics;
import dev.vigil.vision.face.FaceModels;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * What the networks and the tracker do without any Kafka: one thread a core, each decoding, detecting, tracking and embedding the
 * frames of its cameras by the code that the stream runs.
 */
final class NakedLoop implements AutoCloseable {
    private final Scenes scenes;
    private final List<Lane> lanes = new ArrayList<>();
    private final ExecutorService threads;

    NakedLoop(Scenes scenes, RecognizerConfig config, FaceModels models, int cameras, int threadCount) {
        this.scenes = scenes;
        this.threads = Executors.newFixedThreadPool(threadCount);
        SeeSettings settings = Recognizer.seeSettings(config, models);
        for (int i = 0; i < threadCount; i++) {
            lanes.add(new Lane(settings, config, models, cameras / threadCount, i));
        }
    }

    /** The cameras of one thread. */
    private final class Lane implements AutoCloseable {
        private final FaceEye eye;
        private final List<ClipWatch> cameras = new ArrayList<>();
        private final int phase;
        private long tenth;

        Lane(SeeSettings settings, RecognizerConfig config, FaceModels models, int count, int phase) {
            RecognizerMetrics metrics = new RecognizerMetrics(new SimpleMeterRegistry());
            this.eye = Recognizer.newEye(config, models, metrics);
            this.phase = phase;
            for (int i = 0; i < Math.max(1, count); i++) {
                cameras.add(new ClipWatch(settings, eye, metrics));
            }
        }

        /** Goes on until then; returns the frames a second. */
        double run(long until) {
            long start = System.nanoTime();
            long frames = 0;
            long now = start;
            while (now < until) {
                for (int i = 0; i < cameras.size() && now < until; i++) {
                    long picture = tenth + FrameFeed.phase(phase * cameras.size() + i);
                    cameras.get(i).next(Duration.ofMillis(tenth * 1000 / Scenes.RATE), scenes.at(picture));
                    frames++;
                    now = System.nanoTime();
                }
                tenth++;
            }
            return frames * 1e9 / (now - start);
        }

        @Override
        public void close() {
            eye.close();
        }
    }

    /** Frames a second of all threads together, looked at for so long. */
    double run(Duration time) throws InterruptedException {
        long until = System.nanoTime() + time.toNanos();
        List<Future<Double>> running = lanes.stream()
                .map(lane -> threads.submit(() -> lane.run(until)))
                .toList();
        double sum = 0;
        for (Future<Double> lane : running) {
            try {
                sum += lane.get();
            } catch (ExecutionException e) {
                throw new IllegalStateException("The naked loop failed.", e);
            }
        }
        return sum;
    }

    @Override
    public void close() {
        threads.shutdown();
        lanes.forEach(Lane::close);
    }
}
