package dev.vigil.recognizer.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigil.recognizer.Tail;
import dev.vigil.recognizer.TestBroker;
import dev.vigil.runtime.topic.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Processes that stop, and warm copies, on a real broker. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StreamApplicationIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String STORE = "counts";

    private TestBroker broker;
    private KafkaProducer<String, byte[]> producer;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        broker = TestBroker.start(folder.resolve("kafka"));
        producer = new KafkaProducer<>(broker.client().client(), new StringSerializer(), new ByteArraySerializer());
    }

    @AfterAll
    void stop() {
        producer.close();
        broker.close();
    }

    @Test
    void whatIsInHandIsFinishedAndCommittedBeforeItStops() throws Exception {
        CountDownLatch inHand = new CountDownLatch(1);
        CountDownLatch finish = new CountDownLatch(1);
        Topology slow = counting("draining", Topics.GALLERY_AUDITED.name(), key -> {
            inHand.countDown();
            await(finish);
        });
        try (Tail told = new Tail(broker.client(), Topics.FACE_RECOGNIZED)) {
            StreamApplication application = start(slow, "draining", 0);
            send(Topics.GALLERY_AUDITED.name(), "draining-camera");
            await(inHand);
            CompletableFuture<Void> closed = CompletableFuture.runAsync(application::close);
            assertThat(closed).as("the record is in hand").isNotDone();
            finish.countDown();
            closed.get();
            assertThat(counts(
                            told.until(records ->
                                    counts(records, "draining-camera").size() == 1),
                            "draining-camera"))
                    .containsExactly(1);
        }
    }

    @Test
    void anotherProcessKeepsAWarmCopyAndGoesOnWithIt() throws Exception {
        try (Tail told = new Tail(broker.client(), Topics.FACE_RECOGNIZED);
                StreamApplication second = start(warm(), "warm", 1)) {
            try (StreamApplication first = start(warm(), "warm", 1)) {
                Awaitility.await().atMost(PATIENCE).until(() -> first.standbys() > 0 && second.standbys() > 0);
                assertThat(first.standbys() + second.standbys()).isEqualTo(Topics.FACE_SIGHTED.standalonePartitions());
                for (String camera : List.of("a", "b", "c", "d")) {
                    send(Topics.FACE_SIGHTED.name(), camera);
                    send(Topics.FACE_SIGHTED.name(), camera);
                }
                told.until(records -> List.of("a", "b", "c", "d").stream()
                        .allMatch(camera -> counts(records, camera).equals(List.of(1, 2))));
            }
            for (String camera : List.of("a", "b", "c", "d")) {
                send(Topics.FACE_SIGHTED.name(), camera);
            }
            told.until(records -> List.of("a", "b", "c", "d").stream()
                    .allMatch(camera -> counts(records, camera).equals(List.of(1, 2, 3))));
        }
    }

    private static Topology warm() {
        return counting("warm", Topics.FACE_SIGHTED.name(), key -> {});
    }

    private StreamApplication start(Topology topology, String name, int standbys) {
        StreamSettings settings = new StreamSettings(
                name, 1, Duration.ofMillis(100), Duration.ofMillis(50), null, 1, standbys, GroupProtocol.CLASSIC);
        StreamApplication application =
                StreamApplication.start(topology, settings, broker.client(), new SimpleMeterRegistry(), () -> {});
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> application.readiness().awaited().isEmpty());
        return application;
    }

    private void send(String topic, String key) throws Exception {
        producer.send(new ProducerRecord<>(topic, key, new byte[] {1})).get();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Integer> counts(List<ConsumerRecord<String, byte[]>> records, String key) {
        return records.stream()
                .filter(each -> each.key().equals(key))
                .map(each -> (int) each.value()[0])
                .toList();
    }

    /** Counts the records of each key, and tells the count. */
    private static Topology counting(String name, String topic, Consumer<String> first) {
        StreamsBuilder builder = new StreamsBuilder();
        builder.addStateStore(Stores.inMemory(STORE, Integer.class));
        builder.stream(topic, Consumed.with(Serdes.String(), Serdes.ByteArray()).withName(name))
                .process(() -> new Counting(first), Named.as("count"), STORE)
                .to(
                        Topics.FACE_RECOGNIZED.name(),
                        Produced.with(Serdes.String(), Serdes.ByteArray()).withName("told"));
        return builder.build();
    }

    private static final class Counting implements Processor<String, byte[], String, byte[]> {
        private final Consumer<String> first;
        private ProcessorContext<String, byte[]> context;
        private KeyValueStore<String, Integer> counts;

        Counting(Consumer<String> first) {
            this.first = first;
        }

        @Override
        public void init(ProcessorContext<String, byte[]> given) {
            context = given;
            counts = given.getStateStore(STORE);
        }

        @Override
        public void process(Record<String, byte[]> record) {
            first.accept(record.key());
            Integer before = counts.get(record.key());
            int count = before == null ? 1 : before + 1;
            counts.put(record.key(), count);
            context.forward(record.withValue(new byte[] {(byte) count}));
        }
    }
}
