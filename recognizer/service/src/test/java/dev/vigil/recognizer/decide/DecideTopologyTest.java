package dev.vigil.recognizer.decide;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.vigil.ingest.event.CameraEvents;
import dev.vigil.ingest.event.FrameClock;
import dev.vigil.recognizer.event.Alert;
import dev.vigil.recognizer.event.Decision;
import dev.vigil.recognizer.event.Reason;
import dev.vigil.recognizer.event.Recognition;
import dev.vigil.recognizer.event.Recognition.Phase;
import dev.vigil.recognizer.see.Camera;
import dev.vigil.recognizer.see.SeeRig;
import dev.vigil.recognizer.stream.DeadLetter;
import dev.vigil.recognizer.track.Faces;
import dev.vigil.runtime.embedding.Embedding;
import dev.vigil.runtime.event.EventHeaders;
import dev.vigil.runtime.json.Json;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DecideTopologyTest {
    private static final Embedding ADA = Faces.person(1, 0);
    private static final Embedding STRANGER = Faces.person(9, 0);

    private final DecideRig rig = new DecideRig();
    private final Sighted track = new Sighted(0);

    @BeforeEach
    void enrol() {
        rig.gallery.enrol("ada", ADA).enrol("bob", Faces.person(2, 0));
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void opensWhenFirstDecidedAndClosesWithTheBest() {
        rig.pipe(track.shot(Faces.person(1, 5))).ask();
        rig.pipe(track.ended()).ask();

        List<TestRecord<String, byte[]>> records = rig.records();
        assertThat(records)
                .extracting(r -> EventHeaders.read(r.headers()).id())
                .containsExactly("cam/s1/0/0/opened/1", "cam/s1/0/0/closed/2");
        Recognition opened = Json.read(records.get(0).value(), Recognition.class);
        Recognition closed = Json.read(records.get(1).value(), Recognition.class);
        assertThat(opened.decision()).isEqualTo(Decision.MATCH);
        assertThat(opened.person()).isEqualTo(new Recognition.PersonRef("ada", "Name of ada", List.of()));
        assertThat(opened.camera().name()).isEqualTo("Front door");
        assertThat(opened.templates()).isEqualTo(2);
        assertThat(opened.timings().searchedAt()).isNotNull();
        assertThat(closed.decision()).isEqualTo(Decision.MATCH);
        assertThat(closed.track().frames()).isEqualTo(2);
        assertThat(rig.gallery.batches)
                .as("the same embedding is not searched twice")
                .containsExactly(1);
        assertThat(rig.remembered()).isZero();
    }

    /** The track shows nothing better, so that nothing else would ask; who is known is not asked about again. */
    @Test
    void whoIsEnrolledInFrontOfTheCameraIsKnownWithoutAnotherShot() {
        rig.pipe(track.shot(STRANGER)).ask();
        rig.pipe(track.present()).ask();
        List<Recognition> before = rig.recognitions();
        assertThat(before).extracting(Recognition::decision).containsExactly(Decision.UNKNOWN);

        rig.gallery.enrol("eve", STRANGER);
        rig.pipe(track.present()).ask();
        assertThat(rig.recognitions()).singleElement().satisfies(updated -> {
            assertThat(updated.phase()).isEqualTo(Phase.UPDATED);
            assertThat(updated.person()).isEqualTo(new Recognition.PersonRef("eve", "Name of eve", List.of()));
            assertThat(updated.track().frames())
                    .isGreaterThan(before.get(0).track().frames());
        });

        rig.pipe(track.present()).ask();
        rig.pipe(track.ended()).ask();
        assertThat(rig.recognitions())
                .extracting(Recognition::phase, Recognition::decision)
                .containsExactly(tuple(Phase.CLOSED, Decision.MATCH));
        assertThat(rig.gallery.batches).hasSize(3);
        assertThat(rig.remembered()).isZero();
    }

    @Test
    void updatesOnlyWhereSomethingMaterialChanges() {
        rig.pipe(track.shot(mixed(ADA, .36f))).ask();
        rig.pipe(track.shot(mixed(ADA, .38f))).ask();
        rig.pipe(track.shot(mixed(ADA, .80f))).ask();
        rig.pipe(track.ended(mixed(ADA, .30f))).ask();

        List<Recognition> said = rig.recognitions();
        assertThat(said).extracting(Recognition::phase).containsExactly(Phase.OPENED, Phase.UPDATED, Phase.CLOSED);
        assertThat(said)
                .extracting(Recognition::decision)
                .containsExactly(Decision.MATCH, Decision.MATCH, Decision.MATCH);
        assertThat(said).extracting(Recognition::revision).containsExactly(1, 2, 3);
        assertThat(said.get(2).score()).as("the best over the track").isGreaterThan(.79f);
    }

    @Test
    void nobodyIsThereWhereThePictureOfAFaceIsHeldUpAndTheLaterLookCounts() {
        rig.pipe(track.alive(.9f).shot(mixed(ADA, .80f))).ask();
        rig.pipe(track.alive(.2f).shot(mixed(ADA, .90f))).ask();
        rig.pipe(track.alive(.6f).ended(mixed(ADA, .85f))).ask();

        List<Recognition> said = rig.recognitions();
        assertThat(said)
                .extracting(Recognition::phase, Recognition::decision, Recognition::reason)
                .containsExactly(
                        tuple(Phase.OPENED, Decision.MATCH, Reason.ABOVE_THRESHOLD),
                        tuple(Phase.UPDATED, Decision.UNKNOWN, Reason.NOT_LIVE),
                        tuple(Phase.UPDATED, Decision.MATCH, Reason.ABOVE_THRESHOLD),
                        tuple(Phase.CLOSED, Decision.MATCH, Reason.ABOVE_THRESHOLD));
        assertThat(said.get(1).person()).isNull();
        assertThat(said.get(1).face().liveness()).isEqualTo(.2f);
        assertThat(said.get(1).candidates()).as("whose picture it is").isNotEmpty();
    }

    @Test
    void closesWithoutAskingWhatWasNeverEmbedded() {
        rig.pipe(track.rejected(Reason.TOO_SMALL));
        rig.pipe(new Sighted(1).rejected(Reason.LOW_QUALITY));

        assertThat(rig.recognitions())
                .extracting(Recognition::phase, Recognition::decision, Recognition::reason)
                .containsExactly(
                        tuple(Phase.CLOSED, Decision.UNKNOWN, Reason.TOO_SMALL),
                        tuple(Phase.CLOSED, Decision.UNKNOWN, Reason.LOW_QUALITY));
        assertThat(rig.gallery.batches).isEmpty();
        assertThat(rig.remembered()).isZero();
    }

    @Test
    void decidesNothingWhileTheGalleryIsAwayAndEverythingWhenItIsBack() {
        rig.gallery.away = true;
        Sighted other = new Sighted(1);
        rig.pipe(track.shot(ADA)).pass(Duration.ofSeconds(3));
        rig.pipe(track.ended(Faces.person(1, 3))).pipe(other.shot(STRANGER)).pass(Duration.ofSeconds(30));
        assertThat(rig.recognitions()).isEmpty();

        rig.gallery.away = false;
        rig.pass(Duration.ofSeconds(2)).ask();

        assertThat(rig.recognitions())
                .extracting(Recognition::episode, Recognition::phase, Recognition::decision)
                .containsExactlyInAnyOrder(
                        tuple(track.track(), Phase.OPENED, Decision.MATCH),
                        tuple(track.track(), Phase.CLOSED, Decision.MATCH),
                        tuple(other.track(), Phase.OPENED, Decision.UNKNOWN));
        assertThat(rig.gallery.batches)
                .as("one batch, the latest of each track")
                .containsExactly(2);
    }

    @Test
    void waitsWhereTheGalleryRefusesTheKeyAndNotTheProbe() {
        rig.gallery.refuseWith = 401;
        rig.pipe(track.shot(ADA)).ask();
        assertThat(rig.recognitions()).isEmpty();

        rig.gallery.refuseWith = 0;
        rig.pass(Duration.ofSeconds(2)).ask();
        assertThat(rig.recognitions()).extracting(Recognition::decision).containsExactly(Decision.MATCH);
    }

    @Test
    void findsTheGuiltyProbeAmongOthersAndClosesItsTrack() {
        Sighted guilty = new Sighted(1);
        Sighted third = new Sighted(2);
        rig.gallery.poison = STRANGER;
        rig.pipe(track.shot(ADA))
                .pipe(guilty.shot(STRANGER))
                .pipe(third.shot(ADA))
                .ask();
        rig.pipe(guilty.ended()).ask();

        assertThat(rig.recognitions())
                .extracting(Recognition::episode, Recognition::phase, Recognition::reason)
                .containsExactlyInAnyOrder(
                        tuple(track.track(), Phase.OPENED, Reason.ABOVE_THRESHOLD),
                        tuple(third.track(), Phase.OPENED, Reason.ABOVE_THRESHOLD),
                        tuple(guilty.track(), Phase.OPENED, Reason.REFUSED_BY_GALLERY),
                        tuple(guilty.track(), Phase.CLOSED, Reason.REFUSED_BY_GALLERY));
        TestRecord<String, byte[]> dead = rig.deadLetters().get(0);
        assertThat(header(dead, DeadLetter.MESSAGE)).contains("512 numbers");
        assertThat(header(dead, "ce_id")).isEqualTo("cam/s1/1/0/shot/1");
    }

    @Test
    void asksInBatchesOfAtMost64() {
        for (int i = 0; i < 150; i++) {
            rig.pipe(new Sighted(i).shot(STRANGER));
        }
        rig.ask().ask().ask();

        assertThat(rig.gallery.batches).containsExactly(64, 64, 22);
        assertThat(rig.recognitions())
                .extracting(Recognition::episode)
                .doesNotHaveDuplicates()
                .hasSize(150);
    }

    @Test
    void saysSoWhereTheGalleryIsEmpty() {
        rig.gallery.people.clear();
        rig.pipe(track.shot(ADA)).ask();

        assertThat(rig.recognitions()).extracting(Recognition::reason).containsExactly(Reason.EMPTY_GALLERY);
    }

    @Test
    void raisesOneAlertForAnAppearanceAndWatchlist() {
        rig.gallery.enrol("ada", ADA, "vip", "staff");
        rig.pipe(track.shot(mixed(ADA, .5f))).ask();
        rig.pipe(track.ended(ADA)).ask();

        List<TestRecord<String, byte[]>> alerts = rig.alerts();
        assertThat(alerts).extracting(TestRecord::key).containsExactly("vip", "staff");
        Alert alert = DecideRig.alert(alerts.get(0));
        assertThat(alert.actuate()).isTrue();
        assertThat(alert.actuateUntil())
                .isBetween(alert.raisedAt(), alert.raisedAt().plusSeconds(5));
        assertThat(alert.acknowledged()).isFalse();
        assertThat(alert.recognition().person().name()).isEqualTo("Name of ada");
        assertThat(EventHeaders.read(alerts.get(0).headers()).id())
                .isEqualTo(
                        "cam/s1/0/0/alert/vip/" + SeeRig.START.plusMillis(100).toEpochMilli());
        assertThat(rig.registry
                        .get("vigil.alerts")
                        .tag("watchlist", "vip")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void opensNoDoorOnAFaceOfSixSecondsAgo() {
        rig.gallery.enrol("ada", ADA, "vip");
        rig.gallery.away = true;
        rig.pipe(track.shot(ADA)).pass(Duration.ofSeconds(6));
        rig.gallery.away = false;
        rig.pass(Duration.ofSeconds(2)).ask();

        assertThat(DecideRig.alert(rig.alerts().get(0)).actuate()).isFalse();
    }

    @Test
    void putsWhatIsNoSightingOnTheDeadLetterTopicAndGoesOn() {
        TestRecord<String, byte[]> good = track.shot(ADA);
        rig.pipe(new TestRecord<>("cam", "{\"track\":7".getBytes(UTF_8), good.headers(), SeeRig.START));
        rig.pipe(new TestRecord<>("cam", "{}".getBytes(UTF_8), good.headers(), SeeRig.START));
        rig.pipe(new TestRecord<>("door", good.value(), good.headers(), SeeRig.START));
        rig.pipe(new TestRecord<>("cam", good.value(), new RecordHeaders(), SeeRig.START));
        rig.pipe(new TestRecord<>("cam", new byte[0], good.headers(), SeeRig.START));
        rig.pipe(good).ask();

        assertThat(rig.deadLetters()).hasSize(5);
        assertThat(rig.recognitions()).hasSize(1);
    }

    @Test
    void letsCameraMarkersPassInSilence() {
        Camera camera = new Camera("cam", FrameClock.READING).session("s1");
        rig.pipe(camera.started(SeeRig.START)).pipe(camera.ended(SeeRig.START));

        assertThat(EventHeaders.typeOf(camera.ended(SeeRig.START).headers())).isEqualTo(CameraEvents.ENDED);
        assertThat(rig.deadLetters()).isEmpty();
        assertThat(rig.recognitions()).isEmpty();
    }

    @Test
    void ignoresASightingThatComesAgain() {
        TestRecord<String, byte[]> shot = track.shot(ADA);
        rig.pipe(shot).pipe(shot).ask();
        rig.pipe(shot).ask();

        assertThat(rig.recognitions()).hasSize(1);
    }

    /** An embedding with this cosine to {@code person}, and none to anybody else. */
    private static Embedding mixed(Embedding person, float cosine) {
        float[] other = Faces.person(77, 0).toArray();
        float dot = person.cosine(Faces.person(77, 0));
        float[] values = new float[other.length];
        double side = Math.sqrt((1 - cosine * cosine) / (1 - dot * dot));
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (cosine * person.at(i) + side * (other[i] - dot * person.at(i)));
        }
        return Embedding.normalised(values);
    }

    private static String header(TestRecord<String, byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), UTF_8);
    }
}
