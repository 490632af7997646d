package dev.vigil.recognizer.see;

import static dev.vigil.recognizer.see.SeeRig.START;
import static dev.vigil.recognizer.see.SeeRig.sightings;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import dev.vigil.ingest.event.CameraEvents;
import dev.vigil.ingest.event.FrameClock;
import dev.vigil.recognizer.event.FrameAccount;
import dev.vigil.recognizer.event.Reason;
import dev.vigil.recognizer.event.Recognition;
import dev.vigil.recognizer.event.Sighting;
import dev.vigil.recognizer.event.Sighting.Ending;
import dev.vigil.recognizer.event.Sighting.Phase;
import dev.vigil.recognizer.see.ScriptedEye.Actor;
import dev.vigil.recognizer.see.ScriptedEye.Scripted;
import dev.vigil.recognizer.stream.DeadLetter;
import dev.vigil.runtime.event.EventHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SeeTopologyTest {
    private final SeeRig rig = new SeeRig();
    private final Camera camera = rig.camera(FrameClock.READING);

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void tellsOfAFaceAtOnceAndOfItsEndBeforeTheMarker() {
        rig.pipe(camera.started(START));
        rig.pipe(camera.frame(Scripted.picture(1, Actor.good(1, 100)), START));
        rig.pipe(camera.ended(START));

        List<TestRecord<String, byte[]>> out = rig.out();
        assertThat(out)
                .extracting(SeeTopologyTest::type)
                .containsExactly(CameraEvents.STARTED, Sighting.TYPE, Sighting.TYPE, CameraEvents.ENDED);
        assertThat(out).extracting(TestRecord::key).containsOnly("cam");
        assertThat(out.get(3).value()).isEmpty();
        Sighting shot = sightings(out).get(0);
        Sighting ended = sightings(out).get(1);
        assertThat(shot.track()).isEqualTo("cam/s1/0/0");
        assertThat(shot.phase()).isEqualTo(Phase.SHOT);
        assertThat(shot.embedding()).isNotNull();
        assertThat(shot.crop()).isNotNull();
        assertThat(shot.timings().publishedAt()).isEqualTo(START);
        assertThat(ended.phase()).isEqualTo(Phase.ENDED);
        assertThat(ended.ending()).isEqualTo(Ending.CAMERA_ENDED);
        assertThat(ended.evidence()).as("the same embedding").isEqualTo(shot.evidence());
        EventHeaders event = EventHeaders.read(out.get(1).headers());
        assertThat(event.id()).isEqualTo("cam/s1/0/0/shot/1");
        assertThat(event.source()).isEqualTo("/cameras/cam");
        assertThat(event.traceparent()).contains("11111111111111111111111111111111");
        assertThat(EventHeaders.read(out.get(2).headers()).id()).isEqualTo("cam/s1/0/0/ended/2");
    }

    /** Embeddings of two models never meet in a track. */
    @Test
    void endsTheTracksThatWereSeenWithAnotherEmbedderWithWhatThatOneSaw() {
        Recognition.ModelRef old = new Recognition.ModelRef("rfb-320", "another-128");
        rig.pipe(camera.frame(Scripted.picture(1, Actor.good(1, 100)), START));
        rig.out();
        rig.seenWith("cam", old);
        rig.pipe(camera.frame(Scripted.picture(1, Actor.good(1, 100)), START));
        rig.pipe(camera.frame(Scripted.picture(1, Actor.good(1, 100)), START));

        assertThat(sightings(rig.out()))
                .extracting(Sighting::track, Sighting::phase, Sighting::ending, Sighting::model)
                .containsExactly(
                        tuple("cam/s1/0/0", Phase.ENDED, Ending.NEW_MODEL, old),
                        tuple(
                                "cam/s1/1/0",
                                Phase.SHOT,
                                null,
                                SeeRig.SETTINGS.model().get()));
    }

    @Test
    void anEmbedderThatIsExchangedWhileACameraIsFollowedLooksFromTheNextFrameOn() {
        Recognition.ModelRef old = rig.model.get();
        Recognition.ModelRef young = new Recognition.ModelRef("rfb-320", "another-128");
        rig.pipe(camera.frame(Scripted.picture(1, Actor.good(1, 100)), START));
        rig.model.set(young);
        rig.pipe(camera.frame(Scripted.picture(1, Actor.good(1, 100)), START));

        assertThat(sightings(rig.out()))
                .extracting(Sighting::track, Sighting::phase, Sighting::ending, Sighting::model)
                .containsExactly(
                        tuple("cam/s1/0/0", Phase.SHOT, null, old),
                        tuple("cam/s1/0/0", Phase.ENDED, Ending.NEW_MODEL, old),
                        tuple("cam/s1/1/0", Phase.SHOT, null, young));
        assertThat(rig.eye.embedders).containsExactly(old.embedder(), young.embedder());
    }

    @Test
    void endsTheTracksOfTheOldSessionWhereANewOneComesWithoutAMarker() {
        rig.pipe(camera.frame(Scripted.picture(1, Actor.good(1, 100)), START));
        rig.pipe(camera.session("s2").frame(Scripted.picture(1, Actor.good(1, 100)), START));

        assertThat(sightings(rig.out()))
                .extracting(Sighting::track, Sighting::phase, Sighting::ending)
                .containsExactly(
                        tuple("cam/s1/0/0", Phase.SHOT, null),
                        tuple("cam/s1/0/0", Phase.ENDED, Ending.NEW_SESSION),
                        tuple("cam/s2/0/0", Phase.SHOT, null));
        assertThat(rig.accounts())
                .extracting(FrameAccount::session, FrameAccount::last)
                .containsExactly(tuple("s1", true));
    }

    @Test
    void looksAtNothingThatComesTwiceOrAfterItsSessionIsOver() {
        TestRecord<String, byte[]> first = camera.frame(Scripted.picture(1, Actor.good(1, 100)), START);
        rig.pipe(first).pipe(first);
        TestRecord<String, byte[]> late = camera.frame(Scripted.picture(1, Actor.good(1, 100)), START);
        rig.pipe(camera.ended(START)).pipe(late);
        rig.pipe(camera.session("s2").started(START)).pipe(late);

        assertThat(sightings(rig.out())).extracting(Sighting::track).containsOnly("cam/s1/0/0");
        assertThat(rig.count("vigil.frames.dropped", "camera", "cam", "reason", "duplicate"))
                .isEqualTo(1);
        assertThat(rig.count("vigil.frames.dropped", "camera", "cam", "reason", "session-over"))
                .isEqualTo(2);
        assertThat(rig.count("vigil.faces.detected", "camera", "cam")).isEqualTo(1);
    }

    @Test
    void skipsLiveFramesThatWerePublishedTooLongAgoButNoneOfAFile() {
        Instant old = START.minusMillis(1_001);
        rig.pipe(camera.frame(Scripted.picture(1, Actor.good(1, 100)), START, old));
        rig.pipe(camera.frame(Scripted.picture(1, Actor.good(1, 100)), START.minusSeconds(9), START.minusMillis(999)));
        Camera file = new Camera("file", FrameClock.MEDIA).session("f1");
        rig.pipe(file.frame(Scripted.picture(1, Actor.good(2, 100)), old, START.minusSeconds(100)));

        assertThat(sightings(rig.out())).extracting(Sighting::track).containsExactly("cam/s1/1/0", "file/f1/0/0");
        assertThat(rig.count("vigil.frames.dropped", "camera", "cam", "reason", "stale"))
                .isEqualTo(1);
    }

    @Test
    void skipsALiveFrameThatGrewTooOldWhileItWaitedForTheNetworks() {
        rig.waited = Duration.ofMillis(1_001);
        rig.pipe(camera.frame(Scripted.picture(1, Actor.good(1, 100)), START));
        rig.waited = Duration.ofMillis(999);
        rig.pipe(camera.frame(Scripted.picture(1, Actor.good(1, 100)), START));
        rig.pass(Duration.ofSeconds(5));

        assertThat(sightings(rig.out())).extracting(Sighting::track).containsExactly("cam/s1/1/0");
        assertThat(rig.eye.embedders).as("the first is not even decoded").hasSize(1);
        FrameAccount account = rig.accounts().get(0);
        assertThat(account.processed()).isEqualTo(1);
        assertThat(account.skipped()).isEqualTo(Map.of("stale", 1L));
        assertThat(account.droppedBeforeKafka()).isZero();
    }

    @Test
    void putsAFrameThatCantBeReadOnTheDeadLetterTopicAndGoesOn() {
        rig.pipe(camera.frame(Scripted.picture(1, Actor.good(1, 100)), START));
        rig.pipe(camera.frame("{\"scene\":".getBytes(UTF_8), START));
        rig.pipe(camera.frame(Scripted.picture(-1), START));
        rig.pipe(camera.frame(Scripted.picture(1, Actor.good(1, 101)), START.plusMillis(200)));
        rig.pipe(camera.ended(START));

        List<TestRecord<String, byte[]>> dead = rig.deadLetters();
        assertThat(dead).hasSize(2);
        assertThat(dead.get(0).key()).isEqualTo("cam");
        assertThat(dead.get(0).value()).asString(UTF_8).isEqualTo("{\"scene\":");
        assertThat(header(dead.get(0), DeadLetter.MESSAGE)).contains("cut off");
        assertThat(header(dead.get(0), DeadLetter.TOPIC)).isEqualTo("vigil.frame.captured.v1");
        assertThat(header(dead.get(0), "ce_sequence")).as("as it came").isEqualTo("1");
        assertThat(header(dead.get(1), DeadLetter.MESSAGE)).contains("the network failed");
        assertThat(sightings(rig.out()))
                .filteredOn(s -> s.phase() == Phase.ENDED)
                .singleElement()
                .satisfies(s -> assertThat(s.frames()).isEqualTo(2));
        FrameAccount account = rig.accounts().get(0);
        assertThat(account.processed()).isEqualTo(2);
        assertThat(account.deadLettered()).isEqualTo(2);
    }

    @Test
    void putsRecordsWithBadHeadersOnTheDeadLetterTopic() {
        rig.pipe(camera.frame(Scripted.picture(1), START));
        for (String header :
                List.of("ce_session", "ce_sequence", "ce_capturedat", "ce_clock", "ce_id", "ce_specversion")) {
            TestRecord<String, byte[]> record = camera.frame(Scripted.picture(1), START);
            record.headers().remove(header);
            rig.pipe(record);
        }
        TestRecord<String, byte[]> strange = camera.frame(Scripted.picture(1), START);
        strange.headers().remove("ce_type").add("ce_type", "vigil.camera.danced.v1".getBytes(UTF_8));
        rig.pipe(strange);
        TestRecord<String, byte[]> nobodys = camera.frame(Scripted.picture(1), START);
        rig.pipe(new TestRecord<>(null, nobodys.value(), nobodys.headers(), START));
        rig.pipe(camera.record(CameraEvents.FRAME, new byte[0], 20, START, START));

        assertThat(rig.deadLetters())
                .hasSize(9)
                .extracting(d -> header(d, DeadLetter.MESSAGE))
                .doesNotContain("null");
        rig.pass(Duration.ofSeconds(5));
        FrameAccount account = rig.accounts().get(0);
        assertThat(account.unnumbered()).isEqualTo(7);
        assertThat(account.deadLettered()).isEqualTo(8);
    }

    @Test
    void stopsWhereTheNetworksFailAtEverything() {
        for (int i = 0; i < 19; i++) {
            rig.pipe(camera.frame(Scripted.picture(-1), START));
        }
        TestRecord<String, byte[]> last = camera.frame(Scripted.picture(-1), START);

        assertThatThrownBy(() -> rig.pipe(last)).hasStackTraceContaining("not the frames' fault");
        assertThat(rig.deadLetters()).hasSize(19);
    }

    @Test
    void accountsForEveryNumberOfASession() {
        rig.pipe(camera.started(START));
        rig.pipe(camera.frame(Scripted.picture(1), START));
        rig.pipe(camera.lose(3).frame(Scripted.picture(1), START));
        rig.pass(Duration.ofSeconds(5));
        rig.pipe(camera.frame(Scripted.picture(1), START));
        rig.pipe(camera.lose(2).ended(START));

        List<FrameAccount> accounts = rig.accounts();
        assertThat(accounts).extracting(FrameAccount::firstSequence).containsExactly(0L, 5L);
        assertThat(accounts).extracting(FrameAccount::lastSequence).containsExactly(4L, 7L);
        assertThat(accounts).extracting(FrameAccount::droppedBeforeKafka).containsExactly(3L, 2L);
        assertThat(accounts).extracting(FrameAccount::skipped).containsExactly(Map.of(), Map.of("stale", 1L));
        assertThat(accounts).extracting(FrameAccount::last).containsExactly(false, true);
    }

    @Test
    void passesOverAQuietSceneAndAccountsForIt() {
        Camera gated = new Camera("gated", FrameClock.READING).session("g1");
        Actor ada = Actor.good(1, 100);
        for (int i = 0; i < 20; i++) {
            rig.pipe(gated.frame(Scripted.picture(1), START.plusMillis(200L * i), START));
        }
        for (int i = 20; i < 45; i++) {
            rig.pipe(gated.frame(Scripted.picture(1, ada), START.plusMillis(200L * i), START));
        }
        rig.pipe(gated.ended(START));

        List<Sighting> sightings = sightings(rig.out());
        assertThat(sightings.get(0).track())
                .as("in the very frame in which she comes")
                .isEqualTo("gated/g1/20/0");
        assertThat(sightings)
                .filteredOn(s -> s.phase() == Phase.ENDED)
                .singleElement()
                .satisfies(s -> {
                    assertThat(s.lastSeen()).as("not lost while nothing moves").isAfter(START.plusMillis(200L * 39));
                    assertThat(s.ending()).isEqualTo(Ending.CAMERA_ENDED);
                });
        FrameAccount account = rig.accounts().get(0);
        long quiet = account.skipped().get("quiet");
        assertThat(quiet).isEqualTo(20);
        assertThat(account.processed()).isEqualTo(45 - quiet);
        assertThat(rig.count("vigil.frames.dropped", "camera", "gated", "reason", "quiet"))
                .isEqualTo((double) quiet);
    }

    @Test
    void showsAFrameThatIsPassedOverWithTheFacesOfTheLastOne() {
        Camera gated = new Camera("gated", FrameClock.READING).session("g1");
        for (int i = 0; i < 12; i++) {
            rig.pipe(gated.frame(Scripted.picture(1, Actor.good(1, 100)), START.plusMillis(200L * i), START));
        }

        assertThat(rig.live.latest("gated").orElseThrow().sequence()).isEqualTo(11);
        assertThat(rig.live.latest("gated").orElseThrow().faces()).hasSize(1);
    }

    @Test
    void putsAFrameOnTheDeadLetterTopicThatTheMotionGateCantRead() {
        Camera gated = new Camera("gated", FrameClock.READING).session("g1");
        rig.pipe(gated.frame(Scripted.picture(1), START));
        rig.pipe(gated.frame("{".getBytes(UTF_8), START));

        assertThat(rig.deadLetters()).hasSize(1);
    }

    @Test
    void saysWhyATrackWasNeverEmbedded() {
        rig.pipe(camera.frame(Scripted.picture(1, new Actor(1, 100, .6f, 8), new Actor(2, 400, .01f, 34)), START));
        rig.pipe(camera.ended(START));

        assertThat(sightings(rig.out()))
                .extracting(Sighting::phase, Sighting::rejected)
                .containsExactly(tuple(Phase.ENDED, Reason.TOO_SMALL), tuple(Phase.ENDED, Reason.LOW_QUALITY));
    }

    @Test
    void endsTheTracksOfASilentCameraOnlyWhereNothingWaitsToBeRead() {
        rig.pipe(camera.frame(Scripted.picture(1, Actor.good(1, 100)), START));
        rig.out();
        rig.logEnd = 2;
        rig.pass(Duration.ofSeconds(70));
        assertThat(rig.out()).isEmpty();

        rig.logEnd = 1;
        rig.pass(Duration.ofSeconds(5));
        assertThat(sightings(rig.out())).extracting(Sighting::ending).containsExactly(Ending.SILENCE);
    }

    @Test
    void showsEachFrameWithItsTracksUntilTheCameraEnds() {
        rig.pipe(camera.frame(Scripted.picture(1, Actor.good(1, 100), Actor.good(2, 400)), START));
        assertThat(rig.live.latest("cam").orElseThrow().faces())
                .extracting("track")
                .containsExactly("cam/s1/0/0", "cam/s1/0/1");

        rig.pipe(camera.ended(START));
        assertThat(rig.live.latest("cam")).isEmpty();
    }

    private static String type(TestRecord<String, byte[]> record) {
        return EventHeaders.typeOf(record.headers());
    }

    private static String header(TestRecord<String, byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), UTF_8);
    }
}
