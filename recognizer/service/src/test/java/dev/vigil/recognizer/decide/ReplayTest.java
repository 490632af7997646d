package dev.vigil.recognizer.decide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.vigil.recognizer.decide.Replay.Decided;
import dev.vigil.recognizer.event.Decision;
import dev.vigil.recognizer.event.Reason;
import dev.vigil.recognizer.event.Recognition;
import dev.vigil.recognizer.event.Recognition.Phase;
import dev.vigil.recognizer.event.Sighting;
import dev.vigil.recognizer.see.SeeRig;
import dev.vigil.recognizer.track.Faces;
import dev.vigil.runtime.embedding.Embedding;
import dev.vigil.runtime.error.UserError;
import dev.vigil.runtime.json.Json;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;

/** Kept sightings, decided once more. */
class ReplayTest {
    private static final Embedding ADA = Faces.person(1, 0);

    private final FakeGallery gallery = new FakeGallery();
    private final List<Sighting> kept = new ArrayList<>();

    @Test
    void whoWasEnrolledSinceIsFoundAndWhoWasErasedIsNot() {
        keepTrack(0, ADA);
        gallery.enrol("bob", Faces.person(2, 0));
        assertThat(decisions(replay(null))).containsOnly(Decision.UNKNOWN);

        gallery.enrol("ada", ADA, "vip");
        assertThat(replay(null)).extracting(each -> each.event().person().id()).containsOnly("ada");

        gallery.people.remove("ada");
        assertThat(decisions(replay(null))).containsOnly(Decision.UNKNOWN);
    }

    @Test
    void itDecidesAsTheStreamDoes() {
        gallery.enrol("ada", ADA).enrol("bob", Faces.person(2, 0));
        List<TestRecord<String, byte[]>> told = Stream.of(new Sighted(0), new Sighted(1))
                .flatMap(track ->
                        Stream.of(track.shot(Faces.person(1, 3)), track.shot(ADA), track.present(), track.ended()))
                .toList();
        List<Recognition> live = new ArrayList<>();
        try (DecideRig rig = new DecideRig()) {
            rig.gallery.people.putAll(gallery.people);
            for (TestRecord<String, byte[]> record : told) {
                live.addAll(rig.pipe(record).ask().recognitions());
            }
        }
        told.forEach(this::keep);
        assertThat(replay(null).stream().map(Decided::event))
                .extracting(Recognition::phase, Recognition::decision, Recognition::score, Recognition::revision)
                .isNotEmpty()
                .containsExactlyElementsOf(live.stream()
                        .map(one -> tuple(one.phase(), one.decision(), one.score(), one.revision()))
                        .toList());
    }

    @Test
    void itsEventsAreMarkedAndOfAnEpisodeOfTheirOwn() {
        gallery.enrol("ada", ADA, "vip");
        keepTrack(0, ADA);
        assertThat(replay(null)).allSatisfy(each -> {
            assertThat(each.event().replayed()).isTrue();
            assertThat(each.event().episode()).isEqualTo("cam/s1/0/0/replayed");
            assertThat(each.event().track().id()).isEqualTo("cam/s1/0/0");
            assertThat(each.headers().subject()).isEqualTo(each.event().episode());
            assertThat(each.headers().id()).matches("cam/s1/0/0/replayed/(opened|closed)/\\d/[0-9a-f]{12}");
        });
    }

    @Test
    void theSameDecisionBearsTheSameIdWheneverItIsMadeAndAnotherAnother() {
        gallery.enrol("ada", ADA);
        keepTrack(0, ADA);
        List<String> first = ids(replay(null, SeeRig.START));
        assertThat(ids(replay(null, SeeRig.START.plusSeconds(60))))
                .isEqualTo(first)
                .doesNotHaveDuplicates();
        assertThat(ids(replay(.999_99f))).doesNotContainAnyElementsOf(first);
    }

    @Test
    void anotherThresholdDecidesAndIsTold() {
        gallery.enrol("ada", Faces.person(1, 3));
        keepTrack(0, ADA);
        Recognition live = replay(null).get(0).event();
        assertThat(live.decision()).isEqualTo(Decision.MATCH);
        Recognition strict = replay(.95f).get(0).event();
        assertThat(strict.decision()).isNotEqualTo(Decision.MATCH);
        assertThat(strict.threshold()).isEqualTo(.95f);
        assertThat(strict.falsePositiveRate()).isLessThan(live.falsePositiveRate());
    }

    @Test
    void itAsksInBatchesAndOneGuiltyProbeAlone() {
        gallery.enrol("ada", ADA);
        IntStream.range(0, 70).forEach(i -> keep(new Sighted(i).shot(ADA)));
        keep(new Sighted(99).shot(gallery.poison));
        List<Decided> said = replay(null);
        assertThat(gallery.batches.get(0)).isEqualTo(64);
        assertThat(said).hasSize(71);
        assertThat(said.get(70).event().reason()).isEqualTo(Reason.REFUSED_BY_GALLERY);
        assertThat(said.get(69).event().decision()).isEqualTo(Decision.MATCH);
    }

    @Test
    void whatWasNeverEmbeddedClosesUnsearchedAndAGalleryThatRefusesUsIsTold() {
        keep(new Sighted(0).rejected(Reason.TOO_SMALL));
        assertThat(replay(null))
                .extracting(each -> each.event().phase(), each -> each.event().reason())
                .containsExactly(tuple(Phase.CLOSED, Reason.TOO_SMALL));
        gallery.refuseWith = 401;
        keep(new Sighted(1).shot(ADA));
        assertThatThrownBy(() -> replay(null)).isInstanceOf(UserError.class);
    }

    /** Seen, and gone. */
    private void keepTrack(int index, Embedding embedding) {
        Sighted track = new Sighted(index);
        keep(track.shot(embedding), track.ended());
    }

    @SafeVarargs
    private void keep(TestRecord<String, byte[]>... records) {
        for (TestRecord<String, byte[]> record : records) {
            kept.add(Json.read(record.value(), Sighting.class));
        }
    }

    private List<Decided> replay(Float threshold) {
        return replay(threshold, SeeRig.START);
    }

    private List<Decided> replay(Float threshold, Instant now) {
        DecisionRule rule = new DecisionRule(DecisionRuleTest.CURVE, .003, .05f, threshold);
        DecideSettings settings = new DecideSettings(
                rule,
                Map.of(),
                Duration.ofMillis(25),
                5,
                new DecideSettings.AlertSettings(Duration.ofHours(1), Duration.ZERO, Duration.ZERO, Map.of()));
        List<Decided> said = new ArrayList<>();
        Replay replay = new Replay(settings, gallery, Clock.fixed(now, ZoneOffset.UTC), said::add);
        kept.forEach(replay::next);
        replay.finish();
        return said;
    }

    private static List<Decision> decisions(List<Decided> said) {
        return said.stream().map(each -> each.event().decision()).toList();
    }

    private static List<String> ids(List<Decided> said) {
        return said.stream().map(each -> each.headers().id()).toList();
    }
}
