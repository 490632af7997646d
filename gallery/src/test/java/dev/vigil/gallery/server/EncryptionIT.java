package dev.vigil.gallery.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.vigil.gallery.broker.TestBroker;
import dev.vigil.gallery.broker.TopicReader;
import dev.vigil.gallery.client.HttpGalleryClient;
import dev.vigil.gallery.client.NewFace;
import dev.vigil.gallery.client.NewPerson;
import dev.vigil.gallery.client.Probes;
import dev.vigil.gallery.seal.KeyEncryptionKey;
import dev.vigil.gallery.seal.KeySources;
import dev.vigil.runtime.error.UserError;
import dev.vigil.runtime.json.Base64Bytes;
import dev.vigil.runtime.metric.Metrics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What lies on the topic can't be read by whoever has the topic alone. */
class EncryptionIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(6);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String NAME = "Ann Onymous";

    @TempDir
    static Path data;

    static TestBroker broker;

    @BeforeAll
    static void startBroker() {
        broker = TestBroker.start(data);
    }

    @AfterAll
    static void stopBroker() throws Exception {
        broker.close();
    }

    @Test
    void nobodyReadsTheTopicWithoutTheKeyAndARestartReadsItAll() throws Exception {
        String topic = broker.createChangedTopic("sealed");
        try (RunningGallery running = start(topic, TestKeys.SETTING)) {
            enrol(running, "ann", 1);
        }
        try (RunningGallery running = start(topic, TestKeys.SETTING)) {
            assertFound(running, "ann", 1);
            enrol(running, "bob", 2);
        }
        String embedding = Vectors.of(1).toBase64().substring(0, 64);
        List<ConsumerRecord<byte[], byte[]>> records = TopicReader.committed(broker, topic);
        assertThat(records)
                .filteredOn(record -> record.value() != null)
                .noneMatch(record -> text(record).contains(NAME) || text(record).contains(embedding));
        assertThat(records)
                .extracting(TopicReader::key)
                .filteredOn(key -> key.startsWith("datakey:"))
                .as("one for each partition, and a restart goes on with it")
                .hasSizeBetween(1, 2);
    }

    @Test
    void withoutTheKeyAGalleryEndsWithASentenceAndChangesNothing() throws Exception {
        String topic = broker.createChangedTopic("locked");
        try (RunningGallery running = start(topic, TestKeys.SETTING)) {
            enrol(running, "ann", 1);
        }
        int before = TopicReader.committed(broker, topic).size();
        String id = KeySources.of(TestKeys.SETTING, Map.of()).read().get(0).id();
        for (String setting : List.of("none", "file:" + TestKeys.newFile())) {
            try (Metrics metrics = new Metrics();
                    Gallery gallery = Gallery.start(config(topic, setting), broker.client(), metrics)) {
                assertThat(gallery.lost().get(30, TimeUnit.SECONDS)).contains("encrypted by the key " + id);
                assertThat(gallery.readiness().awaited()).get().asString().contains(id);
            }
        }
        assertThat(TopicReader.committed(broker, topic)).hasSize(before);
        try (RunningGallery running = start(topic, TestKeys.SETTING)) {
            assertFound(running, "ann", 1);
        }
    }

    @Test
    void whoDoesNotSayHowItIsEncryptedGetsNoGallery() {
        try (Metrics metrics = new Metrics()) {
            assertThatThrownBy(() -> Gallery.start(GalleryConfig.defaults(), broker.client(), metrics))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("./vigil keys encryption FILE");
        }
    }

    @Test
    void anOlderLogThatIsPlainIsReadAndWhatIsNewIsSealed() throws Exception {
        String topic = broker.createChangedTopic("older");
        try (RunningGallery running = start(topic, "none")) {
            enrol(running, "ann", 1);
        }
        assertThat(TopicReader.committed(broker, topic))
                .filteredOn(record -> record.value() != null)
                .anyMatch(record -> text(record).contains(NAME));
        int plain = TopicReader.committed(broker, topic).size();
        try (RunningGallery running = start(topic, TestKeys.SETTING)) {
            assertFound(running, "ann", 1);
            enrol(running, "bob", 2);
            assertFound(running, "bob", 2);
        }
        assertThat(TopicReader.committed(broker, topic).size()).isGreaterThan(plain);
        assertThat(TopicReader.committed(broker, topic))
                .filteredOn(record ->
                        record.value() != null && TopicReader.key(record).contains("bob"))
                .noneMatch(record -> text(record).contains(NAME));
    }

    @Test
    void aRotationSealsEverythingAnewAndTheOldKeyMayGo() throws Exception {
        String topic = broker.createChangedTopic("rotated");
        Path file = TestKeys.newFile();
        String old = Files.readString(file);
        try (RunningGallery running = start(topic, "none")) {
            enrol(running, "plain", 1);
        }
        try (RunningGallery running = start(topic, "file:" + file)) {
            enrol(running, "ann", 2);
            running.client().enrol("ann", cropped(3));
            enrol(running, "bob", 4);
            running.client().erase("bob");
            Files.writeString(file, KeyEncryptionKey.newKey() + "\n" + old);
            HttpGalleryClient admin = running.client("admin");
            assertThatThrownBy(() -> running.client().rotateEncryption())
                    .isInstanceOfSatisfying(
                            UserError.class, e -> assertThat(e.status()).isEqualTo(403));
            assertThat(admin.rotateEncryption().resealing()).hasSize(4);
            await().atMost(PATIENCE).until(() -> admin.encryption().isSettled());
            enrol(running, "eve", 5);
            assertThat(running.client().faces("ann").get(1).crop())
                    .isEqualTo(cropped(3).crop());
        }
        Map<String, byte[]> left = TopicReader.compacted(TopicReader.committed(broker, topic));
        assertThat(left).doesNotContainKey("person:bob");
        assertThat(left.entrySet())
                .filteredOn(entry -> entry.getKey().matches("(person|face):.*"))
                .hasSize(7)
                .allMatch(entry -> entry.getValue()[0] == 'V');
        Files.writeString(file, Files.readString(file).lines().findFirst().orElseThrow());
        try (RunningGallery running = start(topic, "file:" + file)) {
            assertFound(running, "plain", 1);
            assertThat(running.client().faces("ann")).hasSize(2);
            assertThat(running.client().faces("ann").get(1).crop())
                    .isEqualTo(cropped(3).crop());
            assertFound(running, "eve", 5);
            assertThat(running.client().person("bob")).isEmpty();
            assertThat(running.client("admin").encryption().keys()).hasSize(1);
            assertThat(running.send("GET", "/metrics", "viewer", null).body())
                    .contains("vigil_gallery_unreadable_records_total 0.0");
        }
    }

    @Test
    void aKeyThatWasOnlyWrappedAnewIsFoundFurtherOn() throws Exception {
        String topic = broker.createChangedTopic("rewrapped");
        Path file = TestKeys.newFile();
        try (RunningGallery running = start(topic, "file:" + file)) {
            enrol(running, "ann", 1);
            enrol(running, "bob", 2);
        }
        Files.writeString(file, KeyEncryptionKey.newKey() + "\n" + Files.readString(file));
        try (RunningGallery running = start(topic, "file:" + file)) {
            await().atMost(PATIENCE)
                    .until(() -> running.client("admin").encryption().isSettled());
        }
        Files.writeString(file, Files.readString(file).lines().findFirst().orElseThrow());
        try (RunningGallery running = start(topic, "file:" + file)) {
            assertFound(running, "ann", 1);
            assertFound(running, "bob", 2);
        }
    }

    private static NewFace cropped(int n) {
        byte[] jpeg = {(byte) 0xff, (byte) 0xd8, (byte) 0xff, (byte) n};
        return new NewFace(Vectors.MODEL, Vectors.of(n), "photo-" + n, 0.8f, Base64Bytes.of(jpeg));
    }

    private static String text(ConsumerRecord<byte[], byte[]> record) {
        return new String(record.value(), ISO_8859_1);
    }

    static RunningGallery start(String topic, String encryption) {
        return RunningGallery.start(broker.client(), config(topic, encryption));
    }

    private static GalleryConfig config(String topic, String encryption) {
        return RunningGallery.config(topic, TIMEOUT).encryptedBy(encryption);
    }

    private static void enrol(RunningGallery running, String id, int n) {
        HttpGalleryClient client = running.client();
        client.put(id, NewPerson.named(NAME));
        client.enrol(id, Vectors.face(n));
    }

    private static void assertFound(RunningGallery running, String id, int n) {
        HttpGalleryClient client = running.client();
        assertThat(client.person(id).orElseThrow().name()).isEqualTo(NAME);
        assertThat(client.identify(new Probes(Vectors.MODEL, 1, List.of(Vectors.of(n))))
                        .results()
                        .get(0)
                        .candidates()
                        .get(0)
                        .person())
                .isEqualTo(id);
        assertThat(client.faces(id)).hasSize(1);
    }
}
