package dev.vigil.ingest.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AheadLimitTest {
    private final AheadLimit limit = new AheadLimit("door", "vigil-see", 4);
    private final AtomicInteger acquired = new AtomicInteger();
    private final Thread camera = new Thread(() -> {
        try {
            while (true) {
                limit.acquire();
                acquired.incrementAndGet();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    });

    @BeforeEach
    void start() {
        camera.start();
        awaitStall(4);
    }

    @AfterEach
    void stop() throws InterruptedException {
        camera.interrupt();
        camera.join();
    }

    private void awaitStall(int count) {
        await().until(() -> acquired.get() == count && camera.getState() == Thread.State.TIMED_WAITING);
    }

    @Test
    void framesWithoutAnOffsetCountAsUnread() {
        assertThat(limit.partitionAwaited()).isEqualTo(-1);
    }

    @Test
    void onlyThisCamerasOwnFramesCountOnASharedPartition() {
        for (long offset : new long[] {10, 500, 900, 1300}) {
            limit.published(3, offset);
        }
        assertThat(limit.partitionAwaited()).isEqualTo(3);

        limit.committed(10); // the frame at 10 itself is not read yet
        awaitStall(4);
        limit.committed(899); // those at 10 and 500 are
        awaitStall(6);
        limit.committed(100_000);
        awaitStall(8);
    }

    @Test
    void framesThatWereDroppedMakeRoom() {
        limit.dropped();
        awaitStall(5);
    }
}
