package dev.vigil.gallery.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vigil.gallery.broker.TestBroker;
import dev.vigil.gallery.client.NewPerson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is erased leaves the log of its own accord, though nothing else is ever written. */
class RollsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    static Path data;

    @Test
    void whatIsErasedIsGoneFromTheDiskThoughTheGalleryWasAwayMeanwhile() throws Exception {
        try (TestBroker broker = TestBroker.start(data)) {
            String topic = broker.createChangedTopic(
                    "rolls",
                    Map.of(
                            "segment.ms", "4000",
                            "max.compaction.lag.ms", "5000",
                            "delete.retention.ms", "1000",
                            "file.delete.delay.ms", "100"));
            int partition;
            try (RunningGallery running = plain(broker, topic)) {
                partition = running.gallery.log().partition("ann");
                running.client().put("ann", NewPerson.named("Anneliese Unverwechselbar"));
                running.client().enrol("ann", Vectors.face(1));
                assertThat(held("Anneliese Unverwechselbar")).isPositive();
                running.client().erase("ann");
                assertThat(running.gallery.log().rolls().pending(partition)).isPresent();
                assertThat(running.gallery.log().rolls().bounds().segment()).hasSeconds(4);
                assertThat(running.gallery.log().rolls().bounds().compacts(Instant.EPOCH))
                        .isEqualTo(Instant.EPOCH.plusSeconds(5));
            }
            try (RunningGallery again = plain(broker, topic)) {
                await().atMost(PATIENCE)
                        .until(() ->
                                again.gallery.log().rolls().pending(partition).isEmpty());
                await().atMost(PATIENCE).until(() -> held("Anneliese Unverwechselbar") == 0);
                await().atMost(PATIENCE).until(() -> held("photo-1") == 0);
            }
        }
    }

    private static RunningGallery plain(TestBroker broker, String topic) {
        return RunningGallery.replica(broker.client(), topic, TestBroker.freePort(), "", "none")
                .awaitReady();
    }

    /** How many files of the broker's hold the text; one at least where a file went away while it was looked for. */
    private static long held(String text) throws IOException {
        try (Stream<Path> files = Files.walk(data)) {
            List<Path> logs = files.filter(file -> file.toString().contains("rolls-"))
                    .filter(Files::isRegularFile)
                    .toList();
            long count = 0;
            for (Path file : logs) {
                if (Files.exists(file) && Files.readString(file, ISO_8859_1).contains(text)) {
                    count++;
                }
            }
            return count;
        } catch (NoSuchFileException e) {
            return 1;
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof NoSuchFileException) {
                return 1;
            }
            throw e;
        }
    }
}
