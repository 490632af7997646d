package dev.vigil.gallery.audit;

import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Makes the records of the audit topic that go into a change's own transaction. One partition's calls come from one thread at a
 * time, and in the order of its transactions; different partitions' calls overlap.
 *
 * <p>Of one partition, {@link #next} and {@link #settled} alternate within a tenure. Where a tenure ends before it is known what
 * became of its last transaction, {@link #settled} is never called for it: the next {@link #begun} follows, and the log tells.
 */
public interface AuditRecords {
    /** Writes nothing of changes. */
    AuditRecords NONE = new AuditRecords() {
        @Override
        public List<ProducerRecord<byte[], byte[]>> next(int partition, List<AuditEntry> entries) {
            return List.of();
        }

        @Override
        public void settled(int partition, boolean committed) {
            // there was nothing
        }
    };

    /**
     * This process begins to write the partition of the changed topic: no other can follow any more, and whatever others have
     * committed there and in the audit topic's partitions is final.
     *
     * @throws org.apache.kafka.common.KafkaException if Kafka is needed and does not answer in time; it is called again then
     */
    default void begun(int partition) {}

    /**
     * What is to be written beside the changes of one transaction.
     *
     * @param partition of the changed topic
     * @param entries in order; never empty
     */
    List<ProducerRecord<byte[], byte[]>> next(int partition, List<AuditEntry> entries);

    /** What became of the records of the last {@link #next}. */
    void settled(int partition, boolean committed);
}
