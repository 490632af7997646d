package dev.vigil.standalone.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vigil.runtime.error.UserError;
import dev.vigil.runtime.topic.TopicSpec;
import dev.vigil.runtime.topic.Topics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerIT {
    private static final String TOPIC = Topics.DEAD_LETTER.name();

    @TempDir
    Path folder;

    @Test
    void createsEveryTopicOfTheListOnceAndKeepsWhatIsWrittenOverAStop() throws Exception {
        try (EmbeddedBroker broker = start()) {
            assertThat(partitions(broker)).containsExactlyInAnyOrderEntriesOf(expectedPartitions());
            write(broker, "kept");
        }
        try (EmbeddedBroker broker = start()) {
            assertThat(partitions(broker)).containsExactlyInAnyOrderEntriesOf(expectedPartitions());
            assertThat(read(broker, 1)).containsExactly("kept");
        }
    }

    @Test
    void takesTheLargestRecordThatTheListAllows() throws Exception {
        try (EmbeddedBroker broker = start()) {
            String large = "x".repeat(Topics.MAX_RECORD_BYTES - 1024);
            write(broker, large);
            assertThat(read(broker, 1)).containsExactly(large);
        }
    }

    @Test
    void createsNoTopicByAccident() throws Exception {
        try (EmbeddedBroker broker = start();
                KafkaProducer<byte[], byte[]> producer = producer(broker, 1_000)) {
            assertThatThrownBy(() -> producer.send(new ProducerRecord<>("vigil.typo.v1", new byte[1]))
                            .get(10, TimeUnit.SECONDS))
                    .hasMessageContaining("vigil.typo.v1");
        }
    }

    @Test
    void listensOnTheLoopbackAddressOnly() throws Exception {
        try (EmbeddedBroker broker = start()) {
            try (Socket reached = new Socket(InetAddress.getLoopbackAddress(), broker.port())) {
                assertThat(reached.isConnected()).isTrue();
            }
            for (InetAddress address : addressesOfThisMachine()) {
                assertThatThrownBy(() -> new Socket(address, broker.port()).close())
                        .as("port %d of %s", broker.port(), address)
                        .isInstanceOf(IOException.class);
            }
        }
    }

    @Test
    void aPortInUseIsOneSentence() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> EmbeddedBroker.start(folder, taken.getLocalPort(), death -> {}))
                    .isInstanceOf(UserError.class)
                    .hasMessage("Port " + taken.getLocalPort()
                            + " is in use or may not be bound: choose another with --kafka-port, or 0 for a free one.");
        }
    }

    @Test
    void aFolderWithSomethingElseInItIsOneSentence() throws IOException {
        Files.writeString(folder.resolve("meta.properties"), "something=else\n");
        assertThatThrownBy(() -> EmbeddedBroker.start(folder, 0, death -> {}))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("no Kafka log");
    }

    @Test
    void whatWasAcknowledgedSurvivesAKillAndTheRestartIsQuick() throws Exception {
        Process child = BrokerProcess.start(folder);
        String bootstrap = BrokerProcess.bootstrap(child);
        for (int i = 0; i < 50; i++) {
            write(bootstrap, "acknowledged " + i);
        }
        child.destroyForcibly().waitFor(10, TimeUnit.SECONDS);

        Instant before = Instant.now();
        try (EmbeddedBroker broker = start()) {
            assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(20));
            List<String> expected = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                expected.add("acknowledged " + i);
            }
            assertThat(read(broker, 50)).containsExactlyElementsOf(expected);
        }
    }

    private EmbeddedBroker start() throws InterruptedException {
        return EmbeddedBroker.start(folder, 0, death -> {
            throw new AssertionError(death);
        });
    }

    private static Map<String, Integer> expectedPartitions() {
        return Topics.ALL.stream()
                .collect(java.util.stream.Collectors.toMap(TopicSpec::name, TopicSpec::standalonePartitions));
    }

    private static Map<String, Integer> partitions(EmbeddedBroker broker) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrap()))) {
            Map<String, TopicDescription> topics = admin.describeTopics(
                            Topics.ALL.stream().map(TopicSpec::name).toList())
                    .allTopicNames()
                    .get(10, TimeUnit.SECONDS);
            // A second creation must be refused, or the list would be created twice.
            assertThatThrownBy(() -> admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1)))
                            .all()
                            .get(10, TimeUnit.SECONDS))
                    .hasMessageContaining("already exists");
            return topics.entrySet().stream()
                    .collect(java.util.stream.Collectors.toMap(
                            Map.Entry::getKey, e -> e.getValue().partitions().size()));
        }
    }

    private static KafkaProducer<byte[], byte[]> producer(EmbeddedBroker broker, int blockMs) {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrap(), "max.block.ms", blockMs),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    private static void write(EmbeddedBroker broker, String text) throws Exception {
        write(broker.bootstrap(), text);
    }

    private static void write(String bootstrap, String text) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrap, "acks", "all", "max.request.size", Topics.MAX_RECORD_BYTES),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(TOPIC, 0, null, text.getBytes(UTF_8)))
                    .get(10, TimeUnit.SECONDS);
        }
    }

    private static List<String> read(EmbeddedBroker broker, int count) {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.bootstrap()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partition = List.of(new TopicPartition(TOPIC, 0));
            consumer.assign(partition);
            consumer.seekToBeginning(partition);
            List<String> values = new ArrayList<>();
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> values.add(new String(record.value(), UTF_8)));
                return values.size() >= count;
            });
            return values;
        }
    }

    private static List<InetAddress> addressesOfThisMachine() throws IOException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLoopbackAddress())
                .toList();
    }
}
