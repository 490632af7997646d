package dev.vigil.gallery.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vigil.gallery.broker.TestBroker;
import dev.vigil.gallery.broker.TopicReader;
import dev.vigil.gallery.client.GalleryAwayException;
import dev.vigil.gallery.client.HttpGalleryClient;
import dev.vigil.gallery.client.Identified;
import dev.vigil.gallery.client.NewPerson;
import dev.vigil.gallery.client.Probes;
import dev.vigil.gallery.event.Person;
import dev.vigil.runtime.embedding.Embedding;
import dev.vigil.runtime.json.Json;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Replicas in processes of their own, killed and halted in the midst of writes. */
class ReplicaFaultsIT {
    private static final Logger log = LoggerFactory.getLogger(ReplicaFaultsIT.class);
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int CLIENTS = 8;
    /** {@code -Dvigil.test.enrolments=5000} makes a longer burst of it. A multiple of 50. */
    private static final int ENROLMENTS = Integer.getInteger("vigil.test.enrolments", 1_500);

    private static final int PEOPLE = 120;
    private static final int DIMENSION = 64;

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
    void everyAcknowledgedFaceIsFoundAndNoneTwiceWhenAReplicaIsKilledInABurst() throws Exception {
        String topic = broker.createChangedTopic("burst");
        try (ReplicaProcess a = ReplicaProcess.start(broker, topic, data);
                ReplicaProcess b = ReplicaProcess.start(broker, topic, data);
                ReplicaProcess killed = ReplicaProcess.start(broker, topic, data)) {
            List<ReplicaProcess> all = List.of(killed, a, b);
            all.forEach(ReplicaProcess::awaitReady);
            HttpGalleryClient first = client(all, 0);
            for (int p = 0; p < PEOPLE; p++) {
                String id = "p" + p;
                persist(() -> first.put(id, NewPerson.named(id)));
            }
            Set<Integer> acknowledged = ConcurrentHashMap.newKeySet();
            AtomicInteger next = new AtomicInteger();
            CountDownLatch midst = new CountDownLatch(ENROLMENTS / 3);
            Queue<Long> waits = new ConcurrentLinkedQueue<>();
            List<Future<?>> clients = new ArrayList<>();
            long begin = System.nanoTime();
            for (int c = 0; c < CLIENTS; c++) {
                HttpGalleryClient client = client(all, c);
                clients.add(pool.submit(() -> {
                    for (int n = next.getAndIncrement(); n < ENROLMENTS; n = next.getAndIncrement()) {
                        int face = n;
                        long asked = System.nanoTime();
                        persist(() -> client.enrol("p" + face % PEOPLE, face(face)));
                        acknowledged.add(face);
                        midst.countDown();
                        waits.add(System.nanoTime() - asked);
                    }
                    return null;
                }));
            }
            midst.await();
            killed.kill();
            for (Future<?> client : clients) {
                client.get();
            }
            log.info(
                    "{} enrolments by {} clients over 3 replicas, one killed: {} s; the longest wait {} ms",
                    ENROLMENTS,
                    CLIENTS,
                    (System.nanoTime() - begin) / 1_000_000_000,
                    waits.stream().mapToLong(Long::longValue).max().orElseThrow() / 1_000_000);
            assertThat(acknowledged).hasSize(ENROLMENTS);
            for (ReplicaProcess one : List.of(a, b)) {
                HttpGalleryClient client = new HttpGalleryClient(one.base(), "service", Duration.ofSeconds(20));
                await().atMost(PATIENCE).until(() -> found(client) == ENROLMENTS);
            }
            List<String> faces = TopicReader.committed(broker, topic).stream()
                    .map(TopicReader::key)
                    .filter(key -> key.startsWith("face:"))
                    .toList();
            assertThat(faces).hasSize(ENROLMENTS).doesNotHaveDuplicates();
        }
    }

    /** How many of the faces are found with their own person, asked in batches. */
    private static int found(HttpGalleryClient client) {
        int found = 0;
        for (int from = 0; from < ENROLMENTS; from += 50) {
            List<Embedding> probes = new ArrayList<>();
            for (int n = from; n < from + 50; n++) {
                probes.add(Vectors.random(n, DIMENSION));
            }
            Identified answer = client.identify(new Probes("m", 1, probes));
            for (int i = 0; i < 50; i++) {
                String person = answer.results().get(i).candidates().get(0).person();
                boolean exact = answer.results().get(i).candidates().get(0).score() > 0.9999f;
                found += exact && person.equals("p" + (from + i) % PEOPLE) ? 1 : 0;
            }
        }
        return found;
    }

    /** An owner is halted for longer than its session, and goes on: nothing of it is seen any more, and nothing is lost. */
    @Test
    void nothingStaleIsSeenOfAnOwnerThatWasHaltedAndGoesOn() throws Exception {
        String topic = broker.createChangedTopic("halted");
        try (ReplicaProcess halted = ReplicaProcess.start(broker, topic, data).awaitReady();
                ReplicaProcess other = ReplicaProcess.start(broker, topic, data).awaitReady()) {
            AtomicBoolean writing = new AtomicBoolean(true);
            Queue<String> acknowledged = new ConcurrentLinkedQueue<>();
            List<Future<?>> writers = new ArrayList<>();
            AtomicInteger next = new AtomicInteger();
            for (ReplicaProcess at : List.of(halted, other)) {
                HttpGalleryClient client = new HttpGalleryClient(at.base(), "operator", Duration.ofSeconds(3));
                for (int w = 0; w < 3; w++) {
                    writers.add(pool.submit(() -> {
                        while (writing.get()) {
                            int n = next.incrementAndGet();
                            tell(client, "p" + n % 8, "N" + n, acknowledged);
                        }
                        return null;
                    }));
                }
            }
            await().atMost(PATIENCE).until(() -> acknowledged.size() > 100);
            halted.halt();
            long begin = System.nanoTime();
            HttpGalleryClient client = new HttpGalleryClient(other.base(), "operator", Duration.ofSeconds(3));
            for (int p = 0; p < 8; p++) { // people of every partition are written again
                String id = "p" + p;
                persist(() -> client.put(id, NewPerson.named("Taken over " + id)));
                acknowledged.add("Taken over " + id);
            }
            log.info(
                    "Every partition was written again {} ms after its owner was halted.",
                    (System.nanoTime() - begin) / 1_000_000);
            int before = acknowledged.size();
            halted.goOn();
            await().atMost(PATIENCE).until(() -> acknowledged.size() > before + 200);
            writing.set(false);
            for (Future<?> writer : writers) {
                writer.get();
            }
            assertThat(halted.isAlive()).as("it is a member again").isTrue();
            List<Person> written = TestKeys.opened(TopicReader.committed(broker, topic)).stream()
                    .filter(record -> TopicReader.key(record).startsWith("person:"))
                    .map(record -> Json.read(record.value(), Person.class))
                    .toList();
            for (int p = 0; p < 8; p++) {
                String id = "p" + p;
                List<Long> versions = written.stream()
                        .filter(person -> person.id().equals(id))
                        .map(Person::version)
                        .toList();
                assertThat(versions).as("each follows the one before it").isEqualTo(counted(versions.size()));
            }
            List<String> names = written.stream().map(Person::name).toList();
            assertThat(names).doesNotHaveDuplicates().containsAll(acknowledged);
        }
    }

    private static void tell(HttpGalleryClient client, String id, String name, Queue<String> acknowledged) {
        try {
            client.put(id, NewPerson.named(name));
            acknowledged.add(name);
        } catch (GalleryAwayException e) {
            log.debug("Not acknowledged: {}", name, e);
        }
    }

    private static List<Long> counted(int most) {
        List<Long> numbers = new ArrayList<>();
        for (long n = 1; n <= most; n++) {
            numbers.add(n);
        }
        return numbers;
    }

    private static void persist(Runnable request) {
        await().atMost(PATIENCE).ignoreException(GalleryAwayException.class).until(() -> {
            request.run();
            return true;
        });
    }

    private static HttpGalleryClient client(List<ReplicaProcess> all, int first) {
        List<URI> bases = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            bases.add(all.get((first + i) % all.size()).base());
        }
        return new HttpGalleryClient(bases, "operator", Duration.ofSeconds(5));
    }

    private static dev.vigil.gallery.client.NewFace face(int n) {
        return new dev.vigil.gallery.client.NewFace("m", Vectors.random(n, DIMENSION), "photo-" + n, 0.8f, null);
    }
}
