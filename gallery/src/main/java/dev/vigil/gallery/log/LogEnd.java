package dev.vigil.gallery.log;

/** Says where a partition of the log ends. */
@FunctionalInterface
interface LogEnd {
    /**
     * The offset after the last record that is committed.
     *
     * @throws org.apache.kafka.common.KafkaException if Kafka does not say so in time
     */
    long of(int partition) throws InterruptedException;
}
