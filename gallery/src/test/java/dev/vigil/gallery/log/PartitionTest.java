package dev.vigil.gallery.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.junit.jupiter.api.Test;

class PartitionTest {
    /** So that anybody's client finds a person's partition by their id. */
    @Test
    void aThingLiesWhereKafkasOwnPartitionerWouldPutItsId() {
        for (int i = 0; i < 1_000; i++) {
            String id = "person-" + i;
            assertThat(GalleryLog.partition(id, 12))
                    .isEqualTo(BuiltInPartitioner.partitionForKey(id.getBytes(UTF_8), 12))
                    .isBetween(0, 11);
        }
    }
}
