package dev.vigil.standalone.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ChildMainTest {
    @Test
    void endsWhenThePipeFromTheParentCloses() throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        PipedOutputStream parent = new PipedOutputStream();
        Thread watch = ChildMain.watch(new PipedInputStream(parent), ended::countDown);
        parent.write(new byte[] {1, 2, 3}); // whatever comes is no end
        parent.flush();
        assertThat(ended.getCount()).isEqualTo(1);

        parent.close();

        assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
        watch.join();
    }
}
