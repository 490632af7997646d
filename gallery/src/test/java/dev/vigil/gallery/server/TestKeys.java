package dev.vigil.gallery.server;

import dev.vigil.gallery.broker.TopicReader;
import dev.vigil.gallery.event.GalleryKey;
import dev.vigil.gallery.seal.KeyEncryptionKey;
import dev.vigil.gallery.seal.KeySources;
import dev.vigil.gallery.seal.Vault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The key that the galleries of the tests are encrypted by. */
final class TestKeys {
    /** For the configuration. */
    static final String SETTING = "file:" + newFile();

    private TestKeys() {}

    /** A file with a new key. */
    static Path newFile() {
        try {
            Path file = Files.createTempFile("vigil-test", ".key");
            file.toFile().deleteOnExit();
            return Files.writeString(file, KeyEncryptionKey.newKey() + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The records with what was sealed in plain; read from the topic's start. */
    static List<ConsumerRecord<byte[], byte[]>> opened(List<ConsumerRecord<byte[], byte[]>> records) {
        Vault vault = vault();
        List<ConsumerRecord<byte[], byte[]>> opened = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            byte[] plain = GalleryKey.parse(TopicReader.key(record))
                    .map(key -> vault.read(key, record.value(), record.partition()))
                    .orElse(null);
            opened.add(new ConsumerRecord<>(record.topic(), record.partition(), record.offset(), record.key(), plain));
        }
        return opened;
    }

    /** Opens what these galleries have sealed, once it has read their data keys. */
    static Vault vault() {
        return Vault.open(KeySources.of(SETTING, Map.of()), Clock.systemUTC());
    }
}
