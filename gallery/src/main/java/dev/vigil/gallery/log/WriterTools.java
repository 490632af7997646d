package dev.vigil.gallery.log;

import dev.vigil.gallery.audit.AuditRecords;
import dev.vigil.gallery.event.PartitionOwner;
import dev.vigil.gallery.seal.Vault;
import dev.vigil.gallery.state.GalleryState;
import java.time.Clock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;

/**
 * What the writers of all partitions share.
 *
 * @param settings how to use Kafka
 * @param state what plans are made against
 * @param vault seals what is written
 * @param logEnd where the log ends
 * @param clock when records are written
 * @param audit makes the audit's records
 * @param rolls says what is written beside an erasure
 * @param claim what a new owner of the partition writes first
 * @param membership this replica's place in the group that owns the partitions, as it is now
 */
record WriterTools(
        LogSettings settings,
        GalleryState state,
        Vault vault,
        LogEnd logEnd,
        Clock clock,
        AuditRecords audit,
        Rolls rolls,
        Function<Integer, PartitionOwner> claim,
        Supplier<ConsumerGroupMetadata> membership) {}
