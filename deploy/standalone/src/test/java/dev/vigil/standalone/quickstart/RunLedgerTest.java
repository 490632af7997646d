package dev.vigil.standalone.quickstart;

import static dev.vigil.standalone.quickstart.Events.account;
import static dev.vigil.standalone.quickstart.Events.ended;
import static dev.vigil.standalone.quickstart.Events.recognition;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vigil.recognizer.event.Decision;
import dev.vigil.recognizer.event.Recognition;
import dev.vigil.recognizer.event.Recognition.Phase;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RunLedgerTest {
    private final RunLedger ledger = new RunLedger(List.of("door"), true);

    @Test
    void aRunIsCompleteWhenTheEndHasPassedEveryStage() {
        ledger.started("door", "s1");
        ledger.accounted(account("door", "s1", 60, Map.of(), false));
        ledger.recognized(recognition("door", "s1", 0, Phase.OPENED, "Ada"));
        ledger.sighted(ended("door", "s1", 0));
        ledger.sighted(ended("door", "s1", 1));
        ledger.ended("door", "s1", 100);
        assertThat(ledger.complete())
                .as("the last frames are not accounted for")
                .isFalse();
        ledger.accounted(account("door", "s1", 40, Map.of(), true));
        assertThat(ledger.complete()).as("no track is closed").isFalse();
        ledger.recognized(recognition("door", "s1", 0, Phase.CLOSED, "Ada"));
        assertThat(ledger.complete()).as("one track is not closed").isFalse();
        ledger.recognized(recognition("door", "s1", 1, Phase.CLOSED, null));

        assertThat(ledger.complete()).isTrue();
        assertThat(ledger.fault()).isEmpty();
        assertThat(ledger.summary())
                .containsExactly(new RunSummary.Camera(
                        "door", 100, 2, Map.of(Decision.MATCH, 1, Decision.UNKNOWN, 1), Map.of("Ada", 1)));
    }

    @Test
    void aCameraThatNeverBeganKeepsTheRunGoing() {
        assertThat(ledger.complete()).isFalse();
    }

    @Test
    void everySessionOfACameraCounts() {
        complete("s1");
        ledger.started("door", "s2");
        assertThat(ledger.complete()).isFalse();
    }

    @Test
    void aTrackThatIsClosedTwiceIsAFault() {
        complete("s1");
        ledger.recognized(recognition("door", "s1", 0, Phase.CLOSED, "Ada"));
        assertThat(ledger.fault()).contains("Camera door: the track door/s1/0/0 was closed twice.");
    }

    @Test
    void aTrackThatIsDecidedAndNeverEndedIsAFault() {
        complete("s1");
        ledger.recognized(recognition("door", "s1", 7, Phase.OPENED, "Ada"));
        assertThat(ledger.fault()).contains("Camera door: the track door/s1/0/7 was decided and never ended.");
    }

    @Test
    void aSkippedOrMissingFrameIsAFault() {
        ledger.started("door", "s1");
        ledger.ended("door", "s1", 100);
        ledger.accounted(account("door", "s1", 98, Map.of("too-old", 2L), true));
        assertThat(ledger.complete()).isTrue();
        assertThat(ledger.fault()).contains("Camera door: of 100 frames 98 were processed.");
    }

    @Test
    void whatBelongsToAnEarlierRunIsHeldBackForEver() {
        assertThat(ledger.recognized(recognition("door", "old", 0, Phase.CLOSED, "Ada")))
                .isEmpty();
        complete("s1");
        assertThat(ledger.fault()).isEmpty();
        assertThat(ledger.summary().get(0).tracks()).isEqualTo(1);
    }

    @Test
    void whatIsReadBeforeItsSessionsBeginningIsShownThen() {
        Recognition early = recognition("door", "s1", 0, Phase.OPENED, "Ada");
        assertThat(ledger.recognized(early)).isEmpty();
        assertThat(ledger.started("door", "s1")).containsExactly(early);
        Recognition later = recognition("door", "s1", 0, Phase.CLOSED, "Ada");
        assertThat(ledger.recognized(later)).containsExactly(later);
    }

    private void complete(String session) {
        ledger.started("door", session);
        ledger.sighted(ended("door", session, 0));
        ledger.recognized(recognition("door", session, 0, Phase.CLOSED, "Ada"));
        ledger.ended("door", session, 10);
        ledger.accounted(account("door", session, 10, Map.of(), true));
        assertThat(ledger.complete()).isTrue();
    }
}
