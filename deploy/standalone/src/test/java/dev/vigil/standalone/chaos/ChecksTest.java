package dev.vigil.standalone.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vigil.runtime.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Each rule is kept by a run in which all is well, and broken by one change of it. */
class ChecksTest {
    private static final Duration COOLDOWN = Duration.ofSeconds(10);
    private static final Instant T = Instant.parse("2026-01-01T00:00:00Z");

    private final List<Recorded.Frame> frames = new ArrayList<>();
    private final List<Recorded.Event> accounts = new ArrayList<>();
    private final List<Recorded.Event> sightings = new ArrayList<>();
    private final List<Recorded.Event> recognitions = new ArrayList<>();
    private final List<Recorded.Event> alerts = new ArrayList<>();
    private final List<Poison.Place> letters = new ArrayList<>();
    private final List<Poison.Place> unreadable = new ArrayList<>();
    private final Set<Poison.Place> poison = new HashSet<>();
    private int offset;

    /** Frames 0 to 5 without 3, of which 4 was stale; one track that stays for 25 s. */
    ChecksTest() {
        frame(Recorded.Kind.STARTED, 0);
        for (int sequence : new int[] {0, 1, 2, 4, 5}) {
            frame(Recorded.Kind.FRAME, sequence);
        }
        frame(Recorded.Kind.ENDED, 6);
        account("recognizer", 0, 2, 3, 0, 0, false);
        account("recognizer", 3, 5, 1, 1, 1, true);
        account("ingest", 0, 5, 5, 0, 1, true);
        sightings.add(sighting("shot", 1));
        sightings.add(sighting("ended", 2));
        recognitions.add(recognition("opened", 1, "match", 0));
        recognitions.add(recognition("closed", 2, "match", 25));
        for (int second : new int[] {0, 10, 20}) {
            alerts.add(alert(second, second));
        }
    }

    @Test
    void allIsWell() {
        assertThat(violations()).isEmpty();
    }

    @Test
    void aFrameThatNoAccountKnowsIsFound() {
        frames.add(6, new Recorded.Frame(Recorded.Kind.FRAME, "cam", "s", 3, 99));
        assertThat(violations()).extracting(Violation::rule).contains(FrameCheck.RULE);
    }

    @Test
    void aGapBetweenAccountsAndAnAccountThatDoesNotAddUpAreFound() {
        accounts.remove(0);
        assertThat(violations()).anyMatch(each -> each.what().contains("begins at 3, and the one before ends at -1"));
        accounts.add(0, event("a", account("recognizer", 0, 2, 2, 0, 0, 0)));
        assertThat(violations()).anyMatch(each -> each.what().contains("tells of 2 frames of 3"));
    }

    @Test
    void aSessionWithoutALastAccountIsFound() {
        accounts.remove(1);
        assertThat(violations()).anyMatch(each -> each.what().contains("none says that it is the last one"));
    }

    @Test
    void ingestThatSaysItPublishedWhatIsNotThereIsFound() {
        frames.remove(2);
        assertThat(violations()).anyMatch(each -> each.what().startsWith("Ingest's account"));
    }

    @Test
    void aTrackThatIsNotClosedOrClosedTwiceIsFound() {
        Recorded.Event closed = recognitions.remove(1);
        assertThat(violations()).anyMatch(each -> each.what().contains("was sighted, and closed 0 times"));
        recognitions.add(closed);
        recognitions.add(closed);
        assertThat(violations()).anyMatch(each -> each.what().contains("was sighted, and closed 2 times"));
    }

    @Test
    void aTrackThatEndsTwiceOrWasNeverSightedIsFound() {
        sightings.add(sighting("ended", 3));
        assertThat(violations()).anyMatch(each -> each.what().contains("ended 2 times"));
        sightings.clear();
        assertThat(violations()).anyMatch(each -> each.what().contains("never sighted"));
    }

    @Test
    void anIdOfTwoContentsAndAnEventOfTwoIdsAreFound() {
        Recorded.Event opened = recognitions.get(0);
        recognitions.add(1, new Recorded.Event(opened.id(), place(7), "other", opened.value(), T));
        assertThat(violations()).anyMatch(each -> each.what().contains("stands for two contents"));
        recognitions.set(1, new Recorded.Event("another", place(7), opened.digest(), opened.value(), T));
        assertThat(violations()).anyMatch(each -> each.what().contains("has two ids"));
    }

    @Test
    void anAlertTooFewAndOneTooManyAreFound() {
        Recorded.Event second = alerts.remove(1);
        assertThat(violations()).anyMatch(each -> each.what().startsWith("No alert tells of"));
        alerts.add(second);
        alerts.add(alert(13, 13));
        assertThat(violations()).anyMatch(each -> each.what().contains("where the recognitions give none"));
    }

    @Test
    void momentsThatAnAlertToldOfTogetherSinceItCameLateAreOne() {
        alerts.remove(2);
        alerts.set(1, alert(10, 24));
        assertThat(violations()).isEmpty();
    }

    @Test
    void whoComesAgainAfterAClockWasSetBackBeginsAnew() {
        recognitions.add(event("r/o", other("opened", 1, -3600)));
        recognitions.add(event("r/c", other("closed", 2, -3595)));
        assertThat(violations()).anyMatch(each -> each.what().startsWith("No alert tells of"));
        sightings.add(event("s/o", Map.of("track", "cam/s/9/0", "phase", "shot", "revision", 1)));
        sightings.add(event("s/e", Map.of("track", "cam/s/9/0", "phase", "ended", "revision", 2)));
        alerts.add(alert(-3600, -3600));
        assertThat(violations()).isEmpty();
    }

    private static Map<String, Object> other(String phase, int revision, int second) {
        Map<String, Object> value = decided(phase, revision, "match", second);
        value.put("episode", "cam/s/9/0");
        value.put(
                "track",
                Map.of("id", "cam/s/9/0", "lastSeen", T.plusSeconds(second).toString()));
        return value;
    }

    @Test
    void poisonIsDeadLetteredOnceAndNothingElseIs() {
        Poison.Place garbage = new Poison.Place("vigil.face.sighted.v1", 0, 7);
        poison.add(garbage);
        assertThat(violations()).anyMatch(each -> each.what().contains("was dead-lettered 0 times"));
        letters.add(garbage);
        unreadable.add(garbage);
        assertThat(violations()).isEmpty();
        letters.add(garbage);
        assertThat(violations()).anyMatch(each -> each.what().contains("was dead-lettered 2 times"));
        letters.set(1, new Poison.Place("vigil.face.sighted.v1", 0, 8));
        assertThat(violations()).anyMatch(each -> each.what().contains("is ours, and was dead-lettered"));
        unreadable.add(place(3));
        assertThat(violations()).anyMatch(each -> each.what().contains("is ours, and no event"));
    }

    @Test
    void aFrameWithoutANumberThatNoAccountCountsIsFound() {
        frames.add(3, new Recorded.Frame(Recorded.Kind.UNREADABLE, "cam", "", -1, 98));
        assertThat(violations()).anyMatch(each -> each.what().contains("has frames without a number"));
        frames.remove(3);
        frames.add(0, new Recorded.Frame(Recorded.Kind.UNREADABLE, "cam", "", -1, 98));
        assertThat(violations()).as("nobody knows the camera yet").isEmpty();
    }

    @Test
    void whatComesAfterTheLastAccountTellsOfNoFrames() {
        Map<String, Object> empty = account("recognizer", 6, 5, 0, 0, 0, 0);
        empty.put("last", true);
        accounts.add(event("late", empty));
        assertThat(violations()).isEmpty();
        Map<String, Object> more = account("recognizer", 6, 6, 1, 0, 0, 0);
        more.put("last", true);
        accounts.set(3, event("late", more));
        assertThat(violations()).anyMatch(each -> each.what().contains("tells of frames after the last one"));
    }

    private List<Violation> violations() {
        Recorded recorded =
                new Recorded(frames, accounts, sightings, recognitions, alerts, letters, unreadable, Map.of());
        List<Violation> violations = new ArrayList<>();
        FrameCheck.check(recorded, violations);
        TrackCheck.check(recorded, violations);
        IdCheck.check(recorded, violations);
        AlertCheck.check(recorded, COOLDOWN, violations);
        PoisonCheck.check(recorded.without(poison), poison, violations);
        return violations;
    }

    private static Poison.Place place(long offset) {
        return new Poison.Place("topic", 0, offset);
    }

    private void frame(Recorded.Kind kind, long sequence) {
        frames.add(new Recorded.Frame(kind, "cam", "s", sequence, offset++));
    }

    private void account(String service, int first, int last, int processed, int stale, int dropped, boolean end) {
        Map<String, Object> value = account(service, first, last, processed, stale, dropped, 0);
        value.put("last", end);
        accounts.add(event(service + first, value));
    }

    private static Map<String, Object> account(
            String service, int first, int last, int processed, int stale, int dropped, int repeated) {
        Map<String, Object> value = new java.util.HashMap<>(Map.of(
                "service", service, "camera", "cam", "session", "s", "firstSequence", first, "lastSequence", last));
        value.putAll(Map.of(
                "processed", processed, "droppedBeforeKafka", dropped, "repeated", repeated, "until", T.toString()));
        value.put("skipped", stale == 0 ? Map.of() : Map.of("stale", stale));
        return value;
    }

    private Recorded.Event sighting(String phase, int revision) {
        return event("s/" + phase + revision, Map.of("track", "cam/s/0/0", "phase", phase, "revision", revision));
    }

    private Recorded.Event recognition(String phase, int revision, String decision, int second) {
        return event("r/" + phase + revision, decided(phase, revision, decision, second));
    }

    private static Map<String, Object> decided(String phase, int revision, String decision, int second) {
        return new java.util.HashMap<>(Map.of(
                "episode",
                "cam/s/0/0",
                "phase",
                phase,
                "revision",
                revision,
                "decision",
                decision,
                "person",
                Map.of("id", "ada", "watchlists", List.of("vip")),
                "camera",
                Map.of("id", "cam"),
                "track",
                Map.of("id", "cam/s/0/0", "lastSeen", T.plusSeconds(second).toString())));
    }

    private Recorded.Event alert(int second, int toldUpTo) {
        Map<String, Object> value = decided("opened", 1, "match", toldUpTo);
        value.put("watchlist", "vip");
        value.put("appearedAt", T.plusSeconds(second).toString());
        return event("a/" + second, value);
    }

    private Recorded.Event event(String id, Map<String, Object> value) {
        JsonNode json = Json.read(Json.bytes(value), JsonNode.class);
        return new Recorded.Event(id, place(offset++), Integer.toHexString(json.hashCode()), json, T);
    }
}
