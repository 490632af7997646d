package dev.vigil.gallery.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.vigil.gallery.broker.TestBroker;
import dev.vigil.gallery.broker.TopicReader;
import dev.vigil.gallery.client.HttpGalleryClient;
import dev.vigil.gallery.client.NewPerson;
import dev.vigil.gallery.client.Probes;
import dev.vigil.gallery.event.Person;
import dev.vigil.gallery.log.GalleryLog;
import dev.vigil.runtime.json.Json;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the gallery does when Kafka goes away, answers are lost, or another gallery takes over. */
class GalleryFaultsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

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
        broker.proxy().thaw();
        pool.shutdownNow();
    }

    @Test
    void aGalleryWaitsForATopicThatIsNotThereAndSaysSo() throws Exception {
        try (RunningGallery running = RunningGallery.begin(broker.client(), "late")) {
            HttpResponse<String> ready = running.send("GET", "/ready", "", null);
            assertThat(ready.statusCode()).isEqualTo(503);
            assertThat(ready.body()).contains("waits for the topic late at 127.0.0.1:");
            assertThat(put(running, "ann", "Ann").statusCode()).isEqualTo(503);
            assertThat(running.send("GET", "/v1/people", "viewer", null).statusCode())
                    .isEqualTo(503);
            broker.createChangedTopic("late");
            running.awaitReady();
            assertThat(put(running, "ann", "Ann").statusCode()).isEqualTo(201);
        }
    }

    @Test
    void aGalleryStartsBeforeKafka() throws Exception {
        String topic = broker.createChangedTopic("before");
        broker.stop();
        try (RunningGallery running = RunningGallery.begin(broker.client(), topic)) {
            assertThat(running.send("GET", "/ready", "", null).body()).contains("waits for the topic before");
            broker.startAgain();
            running.awaitReady();
            assertThat(put(running, "ann", "Ann").statusCode()).isEqualTo(201);
        }
    }

    @Test
    void whatAKilledOwnerLeftOpenIsNeverSeen() throws Exception {
        String topic = broker.createChangedTopic("dangling");
        int partition = GalleryLog.partition("eve", 4);
        try (KafkaProducer<byte[], byte[]> killed = producer(topic, partition)) {
            killed.initTransactions();
            killed.beginTransaction();
            killed.send(person(topic, partition, "eve", "Eve")).get();
            try (RunningGallery running = RunningGallery.start(broker.client(), topic)) {
                assertThat(running.client().people()).isEmpty();
                assertThat(put(running, "eve", "Eva").statusCode()).isEqualTo(201);
                assertThatThrownBy(killed::commitTransaction)
                        .as("too late: the gallery's writer has fenced it")
                        .isInstanceOf(KafkaException.class);
                assertThat(running.client().people()).extracting(Person::name).containsExactly("Eva");
            }
        }
        assertThat(names(topic)).containsExactly("Eva");
    }

    /**
     * The older one's answers are held back until it has lost its place in the group, so that it can't know of the newer: Kafka
     * itself must refuse its write.
     */
    @Test
    void aStaleWriteIsRefusedByTheFenceAndNeverSeen() throws Exception {
        String topic = broker.createChangedTopic("stale");
        try (RunningGallery older =
                RunningGallery.begin(broker.proxiedClient(), topic).awaitReady()) {
            put(older, "ann", "Ann");
            broker.proxy().freezeAnswers();
            Future<HttpResponse<String>> stale = pool.submit(() -> put(older, "ann", "Stale"));
            try (RunningGallery newer = RunningGallery.start(broker.client(), topic)) {
                await().atMost(PATIENCE).until(() -> put(newer, "ann", "Anna").statusCode() == 200);
                broker.proxy().thaw();
                assertThat(stale.get().statusCode()).isEqualTo(503);
                await().atMost(PATIENCE).until(() -> isPut(older, newer, "Annie"));
                assertThat(older.gallery.lost()).isNotDone();
            }
        }
        assertThat(names(topic)).containsExactly("Ann", "Anna", "Annie");
    }

    /** Whichever of the two writes now. */
    private static boolean isPut(RunningGallery one, RunningGallery other, String name) {
        return Stream.of(one, other)
                .anyMatch(gallery -> put(gallery, "ann", name).statusCode() == 200);
    }

    /** Somebody with our transactional id and no claim, as an older release: the owner takes its partition back. */
    @Test
    void aFenceWithoutAClaimInterruptsOneWrite() throws Exception {
        String topic = broker.createChangedTopic("fenced");
        int partition = GalleryLog.partition("ann", 4);
        try (RunningGallery running =
                        RunningGallery.begin(broker.client(), topic).awaitReady();
                KafkaProducer<byte[], byte[]> other = producer(topic, partition)) {
            put(running, "ann", "Ann");
            other.initTransactions();
            HttpResponse<String> fenced = put(running, "ann", "Anna");
            assertThat(fenced.statusCode()).isEqualTo(503);
            assertThat(fenced.body()).contains("nothing was written");
            await().atMost(PATIENCE).until(() -> put(running, "ann", "Annie").statusCode() == 200);
            assertThat(running.gallery.lost()).isNotDone();
        }
        assertThat(names(topic)).containsExactly("Ann", "Annie");
    }

    /**
     * Answers are held back again and again while three clients write: whatever a client was told is what the log says. A change
     * of which nothing is known may be there or not, and never twice.
     */
    @Test
    void whatIsToldOfAWriteIsTrueWhenAnswersAreLost() throws Exception {
        String topic = broker.createChangedTopic("lost-answers");
        Map<String, HttpResponse<String>> told = new java.util.concurrent.ConcurrentHashMap<>();
        AtomicBoolean writing = new AtomicBoolean(true);
        try (RunningGallery running =
                RunningGallery.begin(broker.proxiedClient(), topic).awaitReady()) {
            List<Future<?>> clients = new ArrayList<>();
            for (String id : List.of("a", "b", "c")) {
                clients.add(pool.submit(() -> {
                    for (int i = 0; writing.get(); i++) {
                        told.put(id + i, put(running, id, id + i));
                    }
                    return null;
                }));
            }
            for (int round = 0; round < 3; round++) {
                int before = successes(told);
                await().atMost(PATIENCE).until(() -> successes(told) > before + 20);
                broker.proxy().freezeAnswers();
                int seen = told.size();
                await().atMost(PATIENCE).until(() -> told.size() > seen + 3);
                broker.proxy().thaw();
            }
            int before = successes(told);
            await().atMost(PATIENCE).until(() -> successes(told) > before + 20);
            writing.set(false);
            for (Future<?> client : clients) {
                client.get();
            }
        }
        List<String> written = names(topic);
        assertThat(written).doesNotHaveDuplicates();
        told.forEach((name, answer) -> {
            if (answer.statusCode() != 503) {
                assertThat(answer.statusCode()).isBetween(200, 201);
                assertThat(written).contains(name);
            } else if (answer.body().contains("nothing was written")) {
                assertThat(written).doesNotContain(name);
            } else {
                assertThat(answer.body()).contains("known");
            }
        });
        assertThat(told.values()).as("else nothing went wrong").anyMatch(answer -> answer.statusCode() == 503);
    }

    @Test
    void nothingAcknowledgedIsLostWhenTheBrokerStopsAndSearchesGoOn() throws Exception {
        String topic = broker.createChangedTopic("stopped");
        ConcurrentLinkedQueue<Integer> acknowledged = new ConcurrentLinkedQueue<>();
        AtomicInteger next = new AtomicInteger();
        AtomicBoolean writing = new AtomicBoolean(true);
        CountDownLatch enough = new CountDownLatch(20);
        List<Future<?>> clients = new ArrayList<>();
        try (RunningGallery running =
                RunningGallery.begin(broker.client(), topic).awaitReady()) {
            running.client().put("ann", NewPerson.named("Ann"));
            running.client().enrol("ann", Vectors.face(0));
            for (int i = 0; i < 4; i++) {
                clients.add(pool.submit(() -> {
                    while (writing.get()) {
                        int n = next.incrementAndGet();
                        if (put(running, "p" + n, "P" + n).statusCode() == 201) {
                            acknowledged.add(n);
                            enough.countDown();
                        }
                    }
                    return null;
                }));
            }
            enough.await();
            broker.stop();
            await().atMost(PATIENCE).until(() -> put(running, "ann", "Anna").statusCode() == 503);
            assertThat(finds(running, 0)).startsWith("Ann");
            assertThat(running.send("GET", "/ready", "", null).statusCode()).isEqualTo(200);
            broker.startAgain();
            int before = acknowledged.size();
            await().atMost(PATIENCE).until(() -> acknowledged.size() > before + 20);
            writing.set(false);
            for (Future<?> client : clients) {
                client.get();
            }
        }
        try (RunningGallery again = RunningGallery.start(broker.client(), topic)) {
            List<String> people =
                    again.client().people().stream().map(Person::name).toList();
            assertThat(people).doesNotHaveDuplicates();
            assertThat(people)
                    .containsAll(acknowledged.stream().map(n -> "P" + n).toList());
        }
    }

    @Test
    void aRecordThatCantBeReadIsPassedOverAndCounted() throws Exception {
        String topic = broker.createChangedTopic("unreadable");
        Map<String, Object> settings = new HashMap<>(broker.client().client());
        try (KafkaProducer<byte[], byte[]> anybody =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            anybody.send(new ProducerRecord<>(topic, 0, "person:bad".getBytes(UTF_8), "{".getBytes(UTF_8)))
                    .get();
            anybody.send(new ProducerRecord<>(topic, 0, "person:a b".getBytes(UTF_8), "{}".getBytes(UTF_8)))
                    .get();
            anybody.send(new ProducerRecord<>(topic, 0, "roll:0".getBytes(UTF_8), "{}".getBytes(UTF_8)))
                    .get();
            anybody.send(person(topic, 0, "ann", "Ann")).get();
        }
        try (RunningGallery running = RunningGallery.start(broker.client(), topic)) {
            assertThat(running.client().people()).extracting(Person::name).containsExactly("Ann");
            assertThat(running.send("GET", "/metrics", "viewer", null).body())
                    .contains("vigil_gallery_unreadable_records_total 2.0");
        }
    }

    private static int successes(Map<String, HttpResponse<String>> told) {
        return (int) told.values().stream()
                .filter(answer -> answer.statusCode() != 503)
                .count();
    }

    private static HttpResponse<String> put(RunningGallery running, String id, String name) {
        return running.send("PUT", "/v1/people/" + id, "operator", Json.line(NewPerson.named(name)));
    }

    private static String finds(RunningGallery running, long seed) {
        HttpGalleryClient client = running.client("service");
        return client.identify(new Probes(Vectors.MODEL, 1, List.of(Vectors.of(seed))))
                .results()
                .get(0)
                .candidates()
                .get(0)
                .name();
    }

    /** The names that the topic's records of people bear, in order within a partition. */
    private static List<String> names(String topic) {
        return TestKeys.opened(TopicReader.committed(broker, topic)).stream()
                .filter(record -> TopicReader.key(record).startsWith("person:") && record.value() != null)
                .map(record -> Json.read(record.value(), Person.class).name())
                .toList();
    }

    private static KafkaProducer<byte[], byte[]> producer(String topic, int partition) {
        Map<String, Object> settings = new HashMap<>(broker.client().client());
        settings.put("transactional.id", "vigil-gallery-" + topic + "-" + partition);
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static ProducerRecord<byte[], byte[]> person(String topic, int partition, String id, String name) {
        java.time.Instant now = java.time.Instant.EPOCH;
        Person person = new Person(id, name, "", List.of(), false, null, now, now, 1);
        return new ProducerRecord<>(topic, partition, ("person:" + id).getBytes(UTF_8), Json.bytes(person));
    }
}
