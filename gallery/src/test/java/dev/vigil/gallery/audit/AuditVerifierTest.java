package dev.vigil.gallery.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AuditVerifierTest {
    private final WrittenTopic topic = new WrittenTopic();
    private final Chain changes = new Chain("audited", Head.none("changes-0"));
    private final Chain requests = new Chain("audited", Head.none("requests-a"));

    /** Five changes, signed by the other chain after the third. */
    private void write() {
        topic.enter(changes, 3);
        topic.enter(requests, 2);
        topic.sign(requests, changes.head());
        topic.enter(changes, 2);
    }

    @Test
    void whatIsAsItWasWrittenIsIntact() {
        write();

        Verification found = topic.verify();

        assertThat(found.intact()).isTrue();
        assertThat(found.entries()).isEqualTo(8);
        assertThat(found.checkpoints()).isEqualTo(1);
        assertThat(found.signers()).containsExactly(topic.key.id());
        assertThat(found.writers())
                .extracting(Verification.WriterReport::writer, Verification.WriterReport::signedTo)
                .containsExactly(
                        org.assertj.core.api.Assertions.tuple("changes-0", 3L),
                        org.assertj.core.api.Assertions.tuple("requests-a", 2L));
    }

    @Test
    void aSingleAlteredByteIsFoundInEveryEntry() {
        write();
        for (int i = 0; i < topic.records.size(); i++) {
            byte[] whole = topic.records.get(i)[1];
            byte[] altered = new String(whole, UTF_8)
                    .replaceFirst("2026-11-24T12", "2026-11-24T11")
                    .getBytes(UTF_8);
            topic.records.get(i)[1] = altered;
            assertThat(altered).isNotEqualTo(whole);
            assertThat(breakOf(topic.verify(), "").offset()).isEqualTo(i);
            topic.records.get(i)[1] = whole;
        }
        assertThat(topic.verify().intact()).isTrue();
    }

    @Test
    void anEntryThatWasRewrittenWithAHashOfItsOwnDoesNotFitTheNext() {
        write();
        Chain forger = new Chain("audited", changesHead(1));
        WrittenTopic forged = new WrittenTopic();
        forged.enter(forger, 1);
        topic.records.set(1, forged.records.get(0));

        Verification.Break broken = breakOf(topic.verify(), "changes-0");

        assertThat(broken.offset()).isEqualTo(2);
        assertThat(broken.reason()).contains("Entry 3 does not follow from entry 2");
    }

    @Test
    void aWholeTailThatWasRewrittenIsNotWhatTheCheckpointStates() {
        write();
        Chain forger = new Chain("audited", changesHead(1));
        WrittenTopic forged = new WrittenTopic();
        forged.enter(forger, 4);
        for (int i = 0; i < 2; i++) {
            topic.records.set(1 + i, forged.records.get(i));
            topic.records.set(6 + i, forged.records.get(2 + i));
        }

        assertThat(breakOf(topic.verify(), "changes-0").reason())
                .contains("Entry 3 is not the one that the checkpoint at 0:5 states");
    }

    @Test
    void aDroppedEntryIsMissed() {
        write();
        topic.records.remove(1);

        assertThat(breakOf(topic.verify(), "changes-0").reason())
                .isEqualTo("After entry 1 comes 3: those between are missing.");
    }

    @Test
    void entriesInAnotherOrderAreFound() {
        write();
        topic.records.add(1, topic.records.remove(2));

        assertThat(topic.verify().intact()).isFalse();
    }

    @Test
    void aTailThatACheckpointCoversIsMissed() {
        write();
        topic.records.remove(7);
        topic.records.remove(6);
        topic.records.remove(2);

        assertThat(breakOf(topic.verify(), "changes-0").reason())
                .contains("ends at entry 2")
                .contains("the checkpoint at 0:4 states that there were 3: the end was cut off");
    }

    @Test
    void aTailAfterTheLastCheckpointIsMissedOnlyWithAHeadThatWasNotedDown() {
        write();
        Head noted = changes.head();
        topic.records.remove(7);

        assertThat(topic.verify().intact()).isTrue();

        AuditVerifier witnessed = new AuditVerifier(List.of(), Map.of(0, 0L));
        witnessed.expect(noted);
        assertThat(breakOf(topic.verify(witnessed), "changes-0").reason()).contains("the end was cut off");
    }

    @Test
    void aWholeChainThatIsGoneIsMissedByWhoeverNamedIt() {
        write();
        Chain later = new Chain("audited", Head.none("requests-b"));
        topic.add(
                later,
                new Chain.Timed(
                        AuditEntry.of("chain.opened", Actor.GALLERY, ""),
                        WrittenTopic.NOON,
                        (time, own) -> topic.key.sign(time, List.of(requests.head()))));
        topic.records.removeIf(record -> new String(record[0], UTF_8).equals("requests-a"));

        Verification found = topic.verify();
        assertThat(breakOf(found, "requests-a").reason()).contains("states that there were 3");

        Verification afterRetention = topic.verify(new AuditVerifier(List.of(), Map.of(0, 100L)));
        assertThat(afterRetention.intact()).isTrue();
    }

    @Test
    void aBeginningThatRetentionHasCutOffIsNoBreak() {
        write();
        topic.records.remove(0);

        Verification found = topic.verify(new AuditVerifier(List.of(), Map.of(0, 1L)));

        assertThat(found.intact()).isTrue();
        assertThat(found.writers().get(0).firstSequence()).isEqualTo(2);
    }

    @Test
    void aCheckpointOfAnotherKeyThanThoseTrustedIsFound() {
        write();

        AuditVerifier other = new AuditVerifier(List.of(SigningKey.random().id()), Map.of(0, 0L));

        assertThat(breakOf(topic.verify(other), "requests-a").reason()).contains("which is not trusted");
    }

    @Test
    void aCheckpointWithAnotherSignatureIsFound() {
        WrittenTopic signed = new WrittenTopic();
        Checkpoint good = signed.key.sign(WrittenTopic.NOON, List.of(Head.none("x")));
        Checkpoint stolen =
                new Checkpoint(List.of(new Head("x", 1, Head.NO_HASH)), good.key(), good.publicKey(), good.signature());
        signed.add(
                requests,
                new Chain.Timed(
                        AuditEntry.of("checkpoint", Actor.GALLERY, ""), WrittenTopic.NOON, (time, own) -> stolen));

        assertThat(breakOf(signed.verify(), "requests-a").reason()).contains("signature does not hold");
    }

    @Test
    void aBatchThatAProducerWroteTwiceIsCountedAndNoBreak() {
        write();
        topic.records.add(3, topic.records.get(0));
        topic.records.add(4, topic.records.get(1));

        Verification found = topic.verify();

        assertThat(found.intact()).isTrue();
        assertThat(found.writers().get(0).repeated()).isEqualTo(2);
    }

    @Test
    void recordsThatAreNoEntriesAreFound() {
        write();
        topic.records.add(new byte[][] {"changes-0".getBytes(UTF_8), "{}".getBytes(UTF_8)});
        topic.records.add(
                new byte[][] {"changes-1".getBytes(UTF_8), topic.records.get(0)[1]});

        Verification found = topic.verify();

        assertThat(found.intact()).isFalse();
        assertThat(found.unreadable()).hasSize(2);
    }

    @Test
    void lostEntriesAreToldByTheirGap() {
        topic.enter(requests, 1);
        topic.add(
                requests,
                new Chain.Timed(new AuditEntry("gap", Actor.GALLERY, "", Map.of("lost", "17")), WrittenTopic.NOON));

        assertThat(topic.verify().writers().get(0).lost()).isEqualTo(17);
    }

    private Head changesHead(int count) {
        return AuditRecord.read(topic.records.get(count - 1)[1]).head();
    }

    private static Verification.Break breakOf(Verification found, String writer) {
        assertThat(found.intact()).isFalse();
        return found.writers().stream()
                .filter(one ->
                        writer.isEmpty() ? one.broken() != null : one.writer().equals(writer))
                .map(Verification.WriterReport::broken)
                .findFirst()
                .orElseThrow();
    }
}
