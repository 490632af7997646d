package dev.vigil.gallery.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChainTest {
    /**
     * Kafka's answer tells its own time by differing from the record's. A record that bore the machine's time instead of the
     * gallery's clock's would hide a clock that is wrong whenever Kafka took it within the millisecond.
     */
    @Test
    void recordsBearTheTimeOfTheirEntries() {
        Instant time = Instant.parse("2031-01-02T03:04:05.678Z");

        var records = new Chain("audit", Head.none("w"))
                .extend(List.of(new Chain.Timed(AuditEntry.of("consent.due", Actor.GALLERY, ""), time)));

        assertThat(records)
                .singleElement()
                .satisfies(record -> assertThat(record.timestamp()).isEqualTo(time.toEpochMilli()));
    }
}
