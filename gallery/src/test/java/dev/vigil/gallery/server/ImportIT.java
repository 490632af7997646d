package dev.vigil.gallery.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vigil.gallery.audit.AuditTopic;
import dev.vigil.gallery.audit.Verification;
import dev.vigil.gallery.backup.BackupTransfer;
import dev.vigil.gallery.backup.ImportPolicy;
import dev.vigil.gallery.backup.Imported;
import dev.vigil.gallery.backup.SyntheticBackup;
import dev.vigil.gallery.broker.TestBroker;
import dev.vigil.gallery.broker.TopicReader;
import dev.vigil.gallery.client.HttpGalleryClient;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backup goes into a gallery of several replicas, whatever happens to them meanwhile: nothing is lost, and nothing is there twice. */
class ImportIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int PEOPLE = 6_000;
    private static final int DIMENSION = 64;
    private static final byte[] BACKUP = SyntheticBackup.of(PEOPLE, DIMENSION);

    @TempDir
    static Path data;

    static TestBroker broker;

    private final ExecutorService pool = Executors.newCachedThreadPool();

    @BeforeAll
    static void startBroker() {
        broker = TestBroker.start(data);
    }

    @AfterAll
    static void stopBroker() throws Exception {
        broker.close();
    }

    @AfterEach
    void stopClients() {
        pool.shutdownNow();
    }

    @Test
    void throughOneOfThreeReplicasAllIsImportedOnceAndTheAuditHolds() throws Exception {
        String topic = broker.createChangedTopic("spread");
        try (RunningGallery a = replica(topic);
                RunningGallery b = replica(topic);
                RunningGallery c = replica(topic)) {
            awaitShared(List.of(a, b, c));
            Imported first = load(b.base(), new ByteArrayInputStream(BACKUP));
            assertThat(first.imported()).isEqualTo(PEOPLE);
            assertThat(first.watchlists()).isEqualTo(1);
            for (RunningGallery one : List.of(a, b, c)) {
                await().atMost(PATIENCE).until(() -> one.client().people().size() == PEOPLE);
                assertThat(one.client().watchlist("vip")).isPresent();
            }
            assertThat(a.client().person("p0").orElseThrow().watchlists()).containsExactly("vip");
            Imported again = load(c.base(), new ByteArrayInputStream(BACKUP));
            assertThat(again.same()).isEqualTo(PEOPLE);
            assertThat(again.imported()).isZero();
        }
        assertAllIsThereOnce(topic);
        Verification audit = new AuditTopic(broker.client(), topic + TestBroker.AUDIT, Duration.ofSeconds(15))
                .verify(null, List.of(), List.of());
        assertThat(audit.intact()).isTrue();
    }

    @Test
    void partitionsThatChangeHandsMeanwhileLoseNothing() throws Exception {
        String topic = broker.createChangedTopic("moving");
        try (RunningGallery stays = replica(topic);
                RunningGallery leaves = replica(topic)) {
            awaitShared(List.of(stays, leaves));
            CountDownLatch gone = new CountDownLatch(1);
            Future<Imported> load = pool.submit(() -> load(stays.base(), halting(gone)));
            awaitSome(stays.client(), load, gone);
            leaves.close();
            try (RunningGallery comes = replica(topic)) {
                gone.countDown();
                Imported done = load.get();
                assertThat(done.imported() + done.same()).isEqualTo(PEOPLE);
                assertThat(comes.awaitReady().client().people()).hasSize(PEOPLE);
            }
        }
        assertAllIsThereOnce(topic);
    }

    @Test
    void anImportThatAKillHasBrokenOffIsBegunAgainAndNothingIsLostOrThereTwice() throws Exception {
        String topic = broker.createChangedTopic("killed");
        CountDownLatch dead = new CountDownLatch(1);
        try (ReplicaProcess killed = ReplicaProcess.start(broker, topic, data).awaitReady()) {
            Future<Imported> load = pool.submit(() -> load(killed.base(), halting(dead)));
            HttpGalleryClient client = new HttpGalleryClient(killed.base(), "operator", Duration.ofSeconds(20));
            awaitSome(client, load, dead);
            killed.kill();
            dead.countDown();
            assertThat(load)
                    .failsWithin(Duration.ofMinutes(1))
                    .withThrowableOfType(ExecutionException.class)
                    .withCauseInstanceOf(IOException.class);
        }
        try (ReplicaProcess next = ReplicaProcess.start(broker, topic, data).awaitReady()) {
            Imported done = load(next.base(), new ByteArrayInputStream(BACKUP));
            assertThat(done.same()).isPositive();
            assertThat(done.imported() + done.same()).isEqualTo(PEOPLE);
            assertThat(new HttpGalleryClient(next.base(), "operator", Duration.ofSeconds(20)).people())
                    .hasSize(PEOPLE);
        }
        assertAllIsThereOnce(topic);
    }

    /** The backup, whose last third comes only after {@code gate}. */
    private static InputStream halting(CountDownLatch gate) {
        int free = BACKUP.length / 3 * 2;
        return new FilterInputStream(new ByteArrayInputStream(BACKUP)) {
            private int read;

            @Override
            public int read(byte[] into, int from, int length) throws IOException {
                if (read >= free) {
                    pass(gate);
                }
                int some = super.read(into, from, Math.min(length, 16 * 1024));
                read += Math.max(0, some);
                return some;
            }
        };
    }

    /** Waits until some people are in; where none come, the import says why. */
    private static void awaitSome(HttpGalleryClient client, Future<Imported> load, CountDownLatch gate)
            throws Exception {
        try {
            await().atMost(Duration.ofSeconds(40)).until(() -> !client.people().isEmpty());
        } catch (ConditionTimeoutException e) {
            gate.countDown();
            throw new AssertionError("Nobody came in, and yet: " + load.get(), e);
        }
    }

    private static void pass(CountDownLatch gate) throws IOException {
        try {
            gate.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private static Imported load(URI base, InputStream in) throws IOException, InterruptedException {
        return new BackupTransfer(base, "admin").load(in, ImportPolicy.NEWER);
    }

    private static void assertAllIsThereOnce(String topic) {
        List<String> keys = TopicReader.committed(broker, topic).stream()
                .map(TopicReader::key)
                .filter(key -> key.startsWith("face:") || key.startsWith("person:"))
                .toList();
        assertThat(keys).hasSize(2 * PEOPLE).doesNotHaveDuplicates();
    }

    private static RunningGallery replica(String topic) {
        return RunningGallery.replica(broker.client(), topic, TestBroker.freePort(), "");
    }

    private static void awaitShared(List<RunningGallery> all) {
        all.forEach(RunningGallery::awaitReady);
        await().atMost(PATIENCE)
                .until(() -> all.stream().allMatch(one -> IntStream.range(0, 4).anyMatch(one.gallery.log()::owns)));
    }
}
