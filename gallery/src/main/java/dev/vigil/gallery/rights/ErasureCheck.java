package dev.vigil.gallery.rights;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vigil.gallery.audit.AuditRecord;
import dev.vigil.gallery.audit.AuditTopic;
import dev.vigil.gallery.audit.Subjects;
import dev.vigil.gallery.audit.TopicScan;
import dev.vigil.gallery.event.GalleryKey;
import dev.vigil.gallery.rights.ErasureProof.Elsewhere;
import dev.vigil.gallery.rights.ErasureProof.Found;
import dev.vigil.gallery.rights.ErasureProof.Receipt;
import dev.vigil.gallery.rights.ErasureProof.Verdict;
import dev.vigil.runtime.kafka.KafkaConfig;
import dev.vigil.runtime.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Proves an erasure from the log: a consumer of its own reads the changed topic from its start, what was aborted too, and looks for
 * any key of the person. It asks no gallery.
 */
public final class ErasureCheck {
    private static final int MOST_LISTED = 100;
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private static final Map<String, String> WHAT = Map.of(
            Topics.FRAME_CAPTURED.name(), "frames that show the person",
            Topics.FACE_SIGHTED.name(), "pictures and embeddings of tracks, without a name",
            Topics.FACE_RECOGNIZED.name(), "recognitions with the person's id, name and a small picture",
            Topics.ALERT_RAISED.name(), "alerts with the person's id, name and a small picture",
            Topics.GALLERY_AUDITED.name(), "who did what to the person, by their id alone",
            Topics.DEAD_LETTER.name(), "records of the other topics that could not be read");

    private final KafkaConfig kafka;
    private final String changed;
    private final String audited;

    /** Reads these topics. */
    public ErasureCheck(KafkaConfig kafka, String changed, String audited) {
        this.kafka = kafka;
        this.changed = changed;
        this.audited = audited;
    }

    /**
     * Reads, and says what is left.
     *
     * @throws org.apache.kafka.common.KafkaException if Kafka does not answer in time
     */
    public ErasureProof of(String person) {
        Search search = new Search(person);
        try (TopicScan scan = new TopicScan(kafka, changed, IsolationLevel.READ_UNCOMMITTED, PATIENCE)) {
            List<TopicPartition> partitions = scan.partitions();
            scan.scan(scan.starts(partitions), scan.ends(partitions), search::look);
        }
        List<Receipt> receipts = new ArrayList<>();
        new AuditTopic(kafka, audited, PATIENCE)
                .each(null, entry -> isErasure(entry, person), entry -> receipts.add(receipt(entry)));
        receipts.sort(Comparator.comparing(Receipt::time));
        Instant erased = receipts.isEmpty()
                ? search.lastTime
                : receipts.get(receipts.size() - 1).time();
        return new ErasureProof(
                person,
                Verdict.of(search.held, search.contents, search.tombstones, !receipts.isEmpty()),
                search.held,
                search.contents,
                search.tombstones,
                search.found,
                search.read,
                receipts,
                elsewhere(erased == null ? Instant.now() : erased));
    }

    /** What was seen so far. */
    private static final class Search {
        private final String person;
        private final String key;
        private final List<Found> found = new ArrayList<>();
        private boolean held;
        private long contents;
        private long tombstones;
        private long read;
        private @Nullable Instant lastTime;

        Search(String person) {
            this.person = person;
            this.key = new GalleryKey.OfPerson(person).text();
        }

        boolean look(ConsumerRecord<byte[], byte[]> record) {
            read++;
            String text = record.key() == null ? "" : new String(record.key(), UTF_8);
            if (Subjects.ofPerson(text, person)) {
                boolean tombstone = record.value() == null;
                Instant time = Instant.ofEpochMilli(record.timestamp());
                contents += tombstone ? 0 : 1;
                tombstones += tombstone ? 1 : 0;
                held = text.equals(key) ? !tombstone : held;
                lastTime = time;
                if (found.size() < MOST_LISTED) {
                    found.add(new Found(record.partition(), record.offset(), text, tombstone, time));
                }
            }
            return true;
        }
    }

    private static boolean isErasure(AuditRecord entry, String person) {
        return entry.action().equals("person.erase") && entry.subject().equals(new GalleryKey.OfPerson(person).text());
    }

    private static Receipt receipt(AuditRecord entry) {
        return new Receipt(
                entry.detail().get("receipt"),
                entry.time(),
                entry.actor().id(),
                entry.detail().get("reason"),
                entry.id());
    }

    private List<Elsewhere> elsewhere(Instant erased) {
        List<Elsewhere> places = new ArrayList<>();
        try (TopicSettings settings = new TopicSettings(kafka, PATIENCE)) {
            List<String> names = settings.names().stream()
                    .filter(name -> (name.startsWith("vigil") || name.equals(audited)) && !name.equals(changed))
                    .filter(name -> holds(name))
                    .toList();
            settings.of(names)
                    .forEach(
                            (name, limits) -> places.add(new Elsewhere(name, what(name), limits.contentUntil(erased))));
        }
        places.add(new Elsewhere(
                "snapshots",
                "the gallery's files on each replica's disk, encrypted; each is replaced by a newer one, and one that is older than half of delete.retention.ms is never loaded",
                null));
        places.add(new Elsewhere("backups", "files that 'people export' wrote, wherever they were taken", null));
        return places;
    }

    private boolean holds(String topic) {
        return WHAT.containsKey(topic)
                || topic.equals(audited)
                || topic.endsWith("-changelog")
                || topic.endsWith("-repartition");
    }

    private String what(String topic) {
        return topic.equals(audited)
                ? String.valueOf(WHAT.get(Topics.GALLERY_AUDITED.name()))
                : WHAT.getOrDefault(
                        topic, "the state of tracks and alerts that were under way: pictures, embeddings, decisions");
    }
}
