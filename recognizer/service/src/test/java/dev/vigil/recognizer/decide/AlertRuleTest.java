package dev.vigil.recognizer.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigil.gallery.event.ScheduleWindow;
import dev.vigil.recognizer.decide.AlertRule.Outcome;
import dev.vigil.recognizer.event.Decision;
import dev.vigil.recognizer.event.Reason;
import dev.vigil.recognizer.event.Recognition;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AlertRuleTest {
    /** A Monday in summer, half past nine in the evening in Berlin. */
    private static final Instant START = Instant.parse("2026-07-06T19:30:00Z");

    private static final ScheduleWindow NIGHT = new ScheduleWindow(
            List.of(DayOfWeek.MONDAY), LocalTime.of(22, 0), LocalTime.of(6, 0), ZoneId.of("Europe/Berlin"));

    @Test
    void whoComesRaisesAnAlertAtOnceAndAgainWhenTheCoolDownIsOver() {
        AlertTerms terms = terms(60, List.of(), null, null);
        assertThat(judge(terms, 0, 0, null)).isEqualTo(raised(0));
        assertThat(judge(terms, 0, 59, START)).isEqualTo(suppressed(Suppression.COOLDOWN));
        assertThat(judge(terms, 0, 63, START)).isEqualTo(raised(60));
        assertThat(judge(terms, 70, 71, START)).isEqualTo(raised(70));
    }

    @Test
    void aStayThatIsToldLateIsOneAlertAndTheNextFallsWhereItWouldHave() {
        assertThat(judge(terms(60, List.of(), null, null), 0, 200, null))
                .isEqualTo(new Outcome.Raised(START, START.plusSeconds(180)));
    }

    @Test
    void withoutACoolDownEverySightingOfAnAppearanceRaisesAnAlert() {
        AlertTerms none = terms(0, List.of(), null, null);
        assertThat(judge(none, 0, 5, START)).isEqualTo(new Outcome.Raised(START.plusMillis(1), at(5)));
        assertThat(judge(none, 0, 5, at(5))).isEqualTo(suppressed(Suppression.COOLDOWN));
    }

    @Test
    void theScheduleOpensForWhoHasBeenThereBefore() {
        AlertTerms nights = terms(60, List.of(NIGHT), null, null);
        assertThat(judge(nights, 0, 60, null)).isEqualTo(suppressed(Suppression.SCHEDULE));
        assertThat(judge(nights, 0, 1_802, null)).isEqualTo(raised(1_800));
        assertThat(judge(nights, 20_000, 20_001, null)).as("past midnight").isEqualTo(raised(20_000));
        assertThat(judge(nights, 40_000, 40_001, null)).isEqualTo(suppressed(Suppression.SCHEDULE));
        assertThat(judge(nights, 86_400 + 7_200, 86_400 + 7_201, null))
                .as("a Tuesday")
                .isEqualTo(suppressed(Suppression.SCHEDULE));
    }

    @Test
    void nothingIsRaisedOnceTheListHasExpiredOrBelowItsThreshold() {
        assertThat(judge(terms(60, List.of(), null, at(10)), 10, 11, null)).isEqualTo(suppressed(Suppression.EXPIRED));
        assertThat(judge(terms(60, List.of(), null, at(10)), 9, 11, null)).isEqualTo(raised(9));
        assertThat(judge(terms(60, List.of(), .71f, null), 0, 1, null)).isEqualTo(suppressed(Suppression.THRESHOLD));
        assertThat(judge(terms(60, List.of(), .7f, null), 0, 1, null)).isEqualTo(raised(0));
    }

    @Test
    void aSightingThatIsReadAgainRaisesNothingAndATimeThatWentBackBeginsAnew() {
        AlertTerms terms = terms(60, List.of(), null, null);
        AlertRule.Last last = last(at(600), at(9_000));
        assertThat(AlertRule.judge(seen(terms, 0, 1, at(8_999), 0), last)).isEqualTo(suppressed(Suppression.REPEATED));
        assertThat(AlertRule.judge(seen(terms, 0, 1, at(9_001)), last)).isEqualTo(raised(0));
        assertThat(AlertRule.judge(seen(terms, 660, 661, at(8_000)), last))
                .as("a recognizer whose clock is behind")
                .isEqualTo(raised(660));
        assertThat(AlertRule.judge(seen(terms, 660, 661, at(9_001), 0), last))
                .as("a topic that was made anew")
                .isEqualTo(raised(660));
        assertThat(AlertRule.judge(seen(terms, 550, 551, at(9_001)), last))
                .as("another camera's clock, a little behind")
                .isEqualTo(suppressed(Suppression.COOLDOWN));
    }

    /** The alerts of stays are those of one greedy walk over them, in however many pieces each is told; read again they raise none. */
    @Test
    void theChainDoesNotDependOnHowOftenAStayIsTold() {
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            int cooldown = 5 + random.nextInt(60);
            List<Integer> expected = new ArrayList<>();
            List<Integer> told = new ArrayList<>();
            List<Appearance> read = new ArrayList<>();
            AlertRule.@Nullable Last last = null;
            int tick = 0;
            int begin = 0;
            for (int stay = 0; stay < 8; stay++) {
                begin += random.nextInt(80);
                int end = begin + random.nextInt(200);
                for (int at = begin; at <= end; at++) {
                    if (expected.isEmpty() || at >= expected.get(expected.size() - 1) + cooldown) {
                        expected.add(at);
                    }
                }
                int until = begin;
                while (until <= end) {
                    AlertTerms terms = terms(cooldown, List.of(), null, null);
                    Appearance seen = seen(terms, begin, until, START.plusMillis(random.nextInt(9_999)), ++tick);
                    read.add(seen);
                    if (AlertRule.judge(seen, last) instanceof Outcome.Raised raised) {
                        told.add((int) Duration.between(START, raised.at()).toSeconds());
                        last = last == null
                                ? AlertRule.Last.of(raised.cooledFrom(), seen)
                                : last.raised(raised.cooledFrom(), seen);
                    } else {
                        last = Objects.requireNonNull(last).reading(seen);
                    }
                    until = until == end ? end + 1 : Math.min(end, until + 1 + random.nextInt(5));
                }
                begin = end + 1;
            }
            assertThat(told).as("seed %d", seed).isEqualTo(expected);
            AlertRule.Last end = last;
            assertThat(read)
                    .as("seed %d", seed)
                    .allSatisfy(
                            seen -> assertThat(AlertRule.judge(seen, end)).isEqualTo(suppressed(Suppression.REPEATED)));
        }
    }

    private static Outcome raised(int second) {
        return new Outcome.Raised(at(second), at(second));
    }

    private static Outcome suppressed(Suppression reason) {
        return new Outcome.Suppressed(reason);
    }

    private static Instant at(int second) {
        return START.plusSeconds(second);
    }

    private static Outcome judge(AlertTerms terms, int since, int until, @Nullable Instant last) {
        AlertRule.Last before = last == null ? null : last(last, START);
        return AlertRule.judge(seen(terms, since, until, START.plusMillis(1)), before);
    }

    /** The alert before, of the sighting at offset 5. */
    private static AlertRule.Last last(Instant from, Instant toldAt) {
        return new AlertRule.Last(from, Map.of(0, new AlertRule.Read(5, toldAt)));
    }

    private static Appearance seen(AlertTerms terms, int since, int until, Instant toldAt) {
        return seen(terms, since, until, toldAt, 6);
    }

    private static Appearance seen(AlertTerms terms, int since, int until, Instant toldAt, long offset) {
        return new Appearance(
                terms,
                "camera:cam",
                at(since),
                at(until),
                toldAt,
                new Appearance.Place(0, offset),
                true,
                recognition(),
                "reading",
                null);
    }

    private static AlertTerms terms(
            int cooldown, List<ScheduleWindow> schedule, @Nullable Float threshold, @Nullable Instant expiry) {
        return new AlertTerms(
                "vip", "warning", threshold, Duration.ofSeconds(cooldown), schedule, expiry, Duration.ofSeconds(5));
    }

    private static Recognition recognition() {
        return new Recognition(
                "cam/s1/0/0",
                Recognition.Phase.OPENED,
                new Recognition.CameraRef("cam", "cam"),
                new Recognition.TrackRef("cam/s1/0/0", START, START, 1),
                Decision.MATCH,
                Reason.ABOVE_THRESHOLD,
                new Recognition.PersonRef("ada", "Ada", List.of("vip")),
                .7f,
                .4f,
                .3f,
                null,
                .003,
                false,
                1,
                1,
                List.of(),
                null,
                null,
                new Recognition.ModelRef("d", "e"),
                new Recognition.Timings(null, null, null, null, null, null),
                false);
    }
}
