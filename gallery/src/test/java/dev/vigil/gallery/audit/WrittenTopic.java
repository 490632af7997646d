package dev.vigil.gallery.audit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/** What an audit topic of one partition would hold. */
final class WrittenTopic {
    static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

    final List<byte[][]> records = new ArrayList<>();
    final SigningKey key = SigningKey.random();

    /** The writer enters {@code count} things. */
    void enter(Chain chain, int count) {
        for (int i = 0; i < count; i++) {
            AuditEntry entry = AuditEntry.of(
                    "person.put",
                    new Actor("ops", "operator", "10.0.0.7"),
                    "person:p" + (chain.head().sequence() + 1));
            add(chain, new Chain.Timed(entry, NOON.plusSeconds(records.size())));
        }
    }

    /** The writer signs its own chain and these others. */
    void sign(Chain chain, Head... others) {
        add(
                chain,
                new Chain.Timed(
                        AuditEntry.of("checkpoint", Actor.GALLERY, ""),
                        NOON.plusSeconds(records.size()),
                        (time, own) -> {
                            List<Head> heads = new ArrayList<>(List.of(others));
                            heads.add(own);
                            return key.sign(time, heads);
                        }));
    }

    void add(Chain chain, Chain.Timed one) {
        for (ProducerRecord<byte[], byte[]> record : chain.extend(List.of(one))) {
            records.add(new byte[][] {record.key(), record.value()});
        }
        chain.settle(true);
    }

    Verification verify() {
        return verify(new AuditVerifier(List.of(), Map.of(0, 0L)));
    }

    Verification verify(AuditVerifier verifier) {
        List<ConsumerRecord<byte[], byte[]>> read = new ArrayList<>();
        for (int i = 0; i < records.size(); i++) {
            read.add(new ConsumerRecord<>("audited", 0, i, records.get(i)[0], records.get(i)[1]));
        }
        read.forEach(verifier::collect);
        read.forEach(verifier::check);
        return verifier.result();
    }
}
