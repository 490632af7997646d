package dev.vigil.recognizer.see;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.vigil.recognizer.stream.RecognizerMetrics;
import dev.vigil.recognizer.track.Grey;
import dev.vigil.recognizer.track.Portrait;
import dev.vigil.vision.picture.UnreadablePictureException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EyePoolTest {
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger distrusted = new AtomicInteger();
    private final CountDownLatch never = new CountDownLatch(1);
    private final EyePool pool =
            EyePool.start(2, CountedEye::new, Duration.ofMillis(300), distrusted::incrementAndGet, metrics());

    private static RecognizerMetrics metrics() {
        return new RecognizerMetrics(new SimpleMeterRegistry());
    }

    private final class CountedEye implements FaceEye {
        CountedEye() {
            open.incrementAndGet();
        }

        @Override
        public Glance look(byte[] jpeg, LookSettings settings, String embedder) {
            throw new UnreadablePictureException("no picture");
        }

        @Override
        public Grey glimpse(byte[] jpeg) {
            throw new UnreadablePictureException("no picture");
        }

        @Override
        public Map<Integer, Portrait> portray(Glance glance, Set<Integer> embed, Set<Integer> portray) {
            return Map.of();
        }

        @Override
        public void close() {
            open.decrementAndGet();
        }
    }

    @AfterEach
    void close() {
        never.countDown();
        pool.close();
    }

    @Test
    void lendsEachEyeToOneAtATime() throws Exception {
        CountDownLatch both = new CountDownLatch(2);
        CompletableFuture<FaceEye> other = CompletableFuture.supplyAsync(() -> pool.lend(eye -> meet(eye, both)));

        FaceEye mine = pool.lend(eye -> meet(eye, both));

        assertThat(mine).isNotSameAs(other.get());
    }

    @Test
    void finishesWhatIsBegunBeforeItBeginsAnother() throws Exception {
        CountDownLatch busy = new CountDownLatch(1);
        Queue<String> done = new ConcurrentLinkedQueue<>();
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try (EyePool one =
                EyePool.start(1, CountedEye::new, Duration.ofSeconds(10), distrusted::incrementAndGet, metrics())) {
            List<Future<?>> all = new ArrayList<>();
            all.add(threads.submit(() -> one.lend(eye -> hold(busy))));
            busy.await();
            all.add(threads.submit(() -> one.lend(eye -> done.add("another"))));
            await().until(() -> one.waiting() == 1);
            all.add(threads.submit(() -> one.lendAgain(eye -> done.add("begun"))));
            await().until(() -> one.waiting() == 2);

            never.countDown();

            for (Future<?> each : all) {
                each.get();
            }
        } finally {
            threads.shutdown();
        }
        assertThat(done).containsExactly("begun", "another");
    }

    private Integer hold(CountDownLatch busy) {
        busy.countDown();
        return awaitNever();
    }

    private static FaceEye meet(FaceEye eye, CountDownLatch both) {
        both.countDown();
        try {
            both.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return eye;
    }

    @Test
    void throwsWhatTheWorkThrows() {
        assertThatThrownBy(() -> pool.lend(eye -> eye.look(new byte[0], LookSettings.DEFAULT, "e")))
                .isInstanceOf(UnreadablePictureException.class);
        assertThatThrownBy(() -> pool.lend(eye -> {
                    throw new NoClassDefFoundError("gone");
                }))
                .isInstanceOf(NoClassDefFoundError.class);
        assertThat(pool.<Integer>lend(eye -> 7)).isEqualTo(7);
    }

    @Test
    void replacesAWorkerThatHangsAndDistrustsTheProcessWithTheSecond() {
        assertThatThrownBy(() -> pool.lend(this::hang)).isInstanceOf(AbandonedException.class);
        assertThat(distrusted).hasValue(0);
        assertThat(pool.<Integer>lend(eye -> 7)).isEqualTo(7);

        assertThatThrownBy(() -> pool.lend(this::hang)).isInstanceOf(AbandonedException.class);
        assertThat(distrusted).hasValue(1);
        assertThat(open).as("two that hang, two in their place").hasValue(4);

        never.countDown();
        await().untilAsserted(() -> assertThat(open).hasValue(2));
    }

    private Integer hang(FaceEye eye) {
        return awaitNever();
    }

    private Integer awaitNever() {
        try {
            never.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return 0;
    }

    @Test
    void closesItsEyesAndLendsNoMore() {
        pool.close();

        await().untilAsserted(() -> assertThat(open).hasValue(0));
        assertThatThrownBy(() -> pool.lend(eye -> 7)).isInstanceOf(NoEyeException.class);
    }
}
