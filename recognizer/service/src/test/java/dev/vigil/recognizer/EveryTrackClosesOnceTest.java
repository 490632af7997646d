package dev.vigil.recognizer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigil.ingest.event.FrameClock;
import dev.vigil.recognizer.decide.DecideRig;
import dev.vigil.recognizer.event.FrameAccount;
import dev.vigil.recognizer.event.Recognition;
import dev.vigil.recognizer.event.Recognition.Phase;
import dev.vigil.recognizer.event.Sighting;
import dev.vigil.recognizer.see.Camera;
import dev.vigil.recognizer.see.ScriptedEye.Actor;
import dev.vigil.recognizer.see.ScriptedEye.Scripted;
import dev.vigil.recognizer.see.SeeRig;
import dev.vigil.recognizer.track.Faces;
import dev.vigil.runtime.event.EventHeaders;
import dev.vigil.runtime.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;

/** Both streams one after the other, under everything that cameras, networks and the gallery may do to them. */
class EveryTrackClosesOnceTest {
    private static final int EVENTS = 250;

    @Test
    void whateverHappensAndInWhateverOrder() {
        for (int seed = 0; seed < 12; seed++) {
            new Run(seed).play();
        }
    }

    private static final class Run {
        private final int seed;
        private final Random random;
        private final SeeRig see = new SeeRig();
        private final DecideRig decide = new DecideRig();
        private final Map<String, Integer> numbers = new HashMap<>();
        private final List<Camera> cameras = new ArrayList<>();
        private final List<Sighting> sightings = new ArrayList<>();
        private final List<Recognition> recognitions = new ArrayList<>();
        private final Set<String> ids = new HashSet<>();
        private final List<FrameAccount> accounts = new ArrayList<>();
        private Instant now = SeeRig.START;
        private int deadLetters;
        private long published;
        private long lost;

        Run(int seed) {
            this.seed = seed;
            this.random = new Random(seed);
            for (int i = 0; i < 3; i++) {
                cameras.add(new Camera("cam" + i, i == 2 ? FrameClock.MEDIA : FrameClock.READING).session("s0"));
                decide.gallery.enrol("p" + i, Faces.person(i, 0), "list" + i);
            }
        }

        void play() {
            try (see;
                    decide) {
                for (int i = 0; i < EVENTS; i++) {
                    event(cameras.get(random.nextInt(cameras.size())));
                    carry();
                }
                decide.gallery.away = false;
                for (Camera camera : cameras) {
                    see.pipe(camera.ended(now));
                }
                pass(Duration.ofSeconds(5));
                carry();
                decide.ask().ask().ask().ask();
                carry();
                check();
            }
        }

        private void event(Camera camera) {
            switch (random.nextInt(16)) {
                case 0 -> pass(Duration.ofMillis(random.nextInt(4_000)));
                case 1 -> decide.gallery.away = random.nextBoolean();
                case 2 -> see.pipe(camera.ended(now)).pipe(next(camera).started(now));
                case 3 -> next(camera);
                case 4 -> {
                    int count = random.nextInt(4);
                    camera.lose(count);
                    lost += count;
                }
                case 5 -> pipe(camera.frame(new byte[] {1, 2, 3}, now));
                case 6 -> {
                    TestRecord<String, byte[]> frame = camera.frame(picture(), now);
                    pipe(frame);
                    see.pipe(frame);
                }
                case 7 -> pipe(camera.frame(picture(), now, now.minusSeconds(3)));
                case 8 -> decide.ask();
                default -> {
                    pass(Duration.ofMillis(200));
                    pipe(camera.frame(picture(), now));
                }
            }
        }

        private void pipe(TestRecord<String, byte[]> frame) {
            published++;
            see.pipe(frame);
        }

        private Camera next(Camera camera) {
            int number = numbers.merge(camera.id(), 1, Integer::sum);
            return camera.session("s" + number);
        }

        private byte[] picture() {
            List<Actor> actors = new ArrayList<>();
            for (int p = 0; p < 5; p++) {
                if (random.nextInt(3) > 0) {
                    float quality = random.nextInt(5) == 0 ? .05f : .3f + random.nextFloat() / 2;
                    float pixels = p == 4 ? 8 : 34;
                    actors.add(new Actor(p, 60 + 120 * p + random.nextInt(30), quality, pixels));
                }
            }
            return Scripted.picture(random.nextInt(12) == 0 ? random.nextInt(9) : 1, actors.toArray(Actor[]::new));
        }

        private void pass(Duration time) {
            now = now.plus(time);
            see.pass(time);
            decide.pass(time);
        }

        /** From the first stream's topic to the second stream, and from its topic here. */
        private void carry() {
            List<TestRecord<String, byte[]>> sighted = see.out();
            sightings.addAll(SeeRig.sightings(sighted));
            sighted.forEach(record -> {
                if (record.value().length > 0) {
                    assertThat(ids.add(EventHeaders.read(record.headers()).id()))
                            .as("seed %d", seed)
                            .isTrue();
                }
            });
            decide.pipe(sighted);
            decide.records().forEach(record -> {
                assertThat(ids.add(EventHeaders.read(record.headers()).id()))
                        .as("seed %d", seed)
                        .isTrue();
                recognitions.add(Json.read(record.value(), Recognition.class));
            });
            deadLetters += see.deadLetters().size();
            accounts.addAll(see.accounts());
        }

        private void check() {
            List<String> ended = sightings.stream()
                    .filter(s -> s.phase() == Sighting.Phase.ENDED)
                    .map(Sighting::track)
                    .toList();
            List<String> closed = recognitions.stream()
                    .filter(r -> r.phase() == Phase.CLOSED)
                    .map(Recognition::episode)
                    .toList();
            assertThat(ended).as("seed %d", seed).doesNotHaveDuplicates().hasSizeGreaterThan(30);
            assertThat(closed).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(ended);
            assertThat(sightings)
                    .as("seed %d", seed)
                    .extracting(Sighting::track)
                    .isSubsetOf(ended);
            assertThat(recognitions).extracting(Recognition::episode).isSubsetOf(ended);
            assertThat(decide.remembered()).isZero();
            checkEachEpisode();
            checkAccounts();
        }

        private void checkEachEpisode() {
            Map<String, List<Recognition>> episodes = new HashMap<>();
            recognitions.forEach(r -> episodes.computeIfAbsent(r.episode(), e -> new ArrayList<>())
                    .add(r));
            episodes.values().forEach(events -> {
                for (int i = 0; i < events.size(); i++) {
                    Phase expected = i == events.size() - 1 ? Phase.CLOSED : i == 0 ? Phase.OPENED : Phase.UPDATED;
                    assertThat(events.get(i).revision()).isEqualTo(i + 1);
                    assertThat(events.get(i).phase()).isEqualTo(expected);
                }
            });
        }

        private void checkAccounts() {
            long numbered = 0;
            long skipped = 0;
            long processed = 0;
            long dead = 0;
            long dropped = 0;
            for (FrameAccount a : accounts) {
                numbered += a.lastSequence() - a.firstSequence() + 1;
                processed += a.processed();
                skipped +=
                        a.skipped().values().stream().mapToLong(Long::longValue).sum();
                dead += a.deadLettered();
                dropped += a.droppedBeforeKafka();
            }
            assertThat(numbered).as("seed %d", seed).isEqualTo(processed + skipped + dead + dropped);
            assertThat(processed + skipped + dead).as("seed %d", seed).isEqualTo(published);
            assertThat(dead).isEqualTo(deadLetters);
            assertThat(dropped).isLessThanOrEqualTo(lost);
        }
    }
}
