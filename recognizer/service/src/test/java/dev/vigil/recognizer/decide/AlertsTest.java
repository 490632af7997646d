package dev.vigil.recognizer.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigil.gallery.event.Severity;
import dev.vigil.gallery.event.Watchlist;
import dev.vigil.recognizer.event.Alert;
import dev.vigil.recognizer.see.SeeRig;
import dev.vigil.recognizer.track.Faces;
import dev.vigil.runtime.embedding.Embedding;
import dev.vigil.runtime.event.EventHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Alerts in the whole topology, by cool-down and camera. */
class AlertsTest {
    private static final Embedding ADA = Faces.person(1, 0);

    private final DecideRig rig = new DecideRig();

    @BeforeEach
    void enrol() {
        rig.gallery.enrol("ada", ADA, "vip");
        rig.gallery.watchlists.put("vip", FakeGallery.watchlist("vip", Duration.ofSeconds(60)));
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void whoStaysIsAlertedAgainEachTimeTheCoolDownEnds() {
        Sighted track = new Sighted(0);
        rig.pipe(track.at(second(0)).shot(ADA)).ask();
        for (int s = 5; s <= 175; s += 5) {
            rig.pipe(track.at(second(s)).present());
        }
        rig.pipe(track.at(second(182)).ended());

        List<TestRecord<String, byte[]>> raised = rig.alerts();
        assertThat(raised)
                .extracting(record -> DecideRig.alert(record).appearedAt())
                .containsExactly(second(0), second(60), second(120), second(180));
        assertThat(raised)
                .extracting(record -> EventHeaders.read(record.headers()).id())
                .doesNotHaveDuplicates();
        assertThat(rig.recognitions()).as("a stay is no news").hasSize(2);
    }

    @Test
    void whoComesAgainWithinTheCoolDownRaisesNoneAndIsCounted() {
        visit(new Sighted(0), 0);
        visit(new Sighted(1), 20);
        visit(new Sighted(2), 59);
        visit(new Sighted(3), 60);

        assertThat(appeared()).containsExactly(second(0), second(60));
        assertThat(rig.suppressed("vip", "cooldown")).isEqualTo(2);
    }

    /** The order of their names is another one: "10" stands before "9". */
    @Test
    void whoWasSeenFirstIsDecidedFirstAlsoAfterTheGalleryWasAway() {
        rig.gallery.away = true;
        for (int s = 0; s < 700; s += 10) { // more than a batch
            Sighted track = new Sighted(9 + s / 10);
            rig.pipe(track.at(second(s)).shot(ADA)).pipe(track.ended());
        }
        rig.pass(Duration.ofSeconds(30));
        rig.gallery.away = false;
        rig.pass(Duration.ofSeconds(10)).ask().ask();

        assertThat(appeared())
                .hasSize(12)
                .startsWith(second(0), second(60), second(120))
                .isSorted();
        assertThat(rig.remembered()).isZero();
    }

    @Test
    void camerasOfAGroupShareTheCoolDownAndOthersDoNot() {
        visit(new Sighted("east", 0), 0);
        visit(new Sighted("west", 0), 10);
        visit(new Sighted("cam", 0), 20);

        assertThat(rig.alerts())
                .extracting(
                        record -> DecideRig.alert(record).recognition().camera().id())
                .containsExactly("east", "cam");
    }

    @Test
    void theWatchlistSaysHowSevereAndWhetherADoorMayOpen() {
        rig.gallery.watchlists.put(
                "vip",
                new Watchlist(
                        "vip",
                        "VIPs",
                        Severity.CRITICAL,
                        null,
                        null,
                        List.of(),
                        null,
                        Duration.ofMinutes(2),
                        second(0),
                        second(0),
                        1));
        rig.gallery.away = true;
        rig.pipe(new Sighted(0).at(second(0)).shot(ADA)).pass(Duration.ofSeconds(60));
        rig.gallery.away = false;
        rig.pass(Duration.ofSeconds(2)).ask();

        Alert alert = DecideRig.alert(rig.alerts().get(0));
        assertThat(alert.severity()).isEqualTo("critical");
        assertThat(alert.actuate()).isTrue();
        assertThat(alert.expiresAt()).isEqualTo(alert.raisedAt().plus(Duration.ofHours(1)));
    }

    @Test
    void aClockThatRanAheadDoesNotSilenceTheCameraAfterwards() {
        visit(new Sighted(0), 1_000_000);
        visit(new Sighted(1), 70);

        assertThat(appeared()).containsExactly(second(1_000_000), second(70));
    }

    @Test
    void whatIsOverIsForgotten() {
        visit(new Sighted(0), 0);
        assertThat(rig.cooling()).isEqualTo(1);

        rig.pass(Duration.ofHours(26));
        assertThat(rig.cooling()).isZero();
    }

    private void visit(Sighted track, int second) {
        rig.pipe(track.at(second(second)).shot(ADA)).ask();
        rig.pipe(track.at(second(second)).ended());
    }

    private List<Instant> appeared() {
        return rig.alerts().stream()
                .map(record -> DecideRig.alert(record).appearedAt())
                .toList();
    }

    private static Instant second(int second) {
        return SeeRig.START.plusSeconds(second);
    }
}
