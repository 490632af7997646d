package dev.vigil.recognizer.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigil.recognizer.event.Decision;
import dev.vigil.recognizer.event.Recognition;
import dev.vigil.recognizer.see.SeeRig;
import dev.vigil.recognizer.track.Faces;
import dev.vigil.runtime.embedding.Embedding;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Nobody is alerted of at a moment at which the recognitions say that somebody else was there, however late the gallery answers. */
class DecisionOrderTest {
    private static final int PEOPLE = 3;
    private static final Duration COOLDOWN = Duration.ofSeconds(10);

    @Test
    void whoIsStillThereIsToldAfterWhatWasAskedBefore() {
        try (DecideRig rig = rig()) {
            Sighted track = new Sighted(0);
            rig.pipe(track.at(second(0)).shot(like(0, .6f))).ask();
            rig.gallery.away = true;
            rig.pipe(track.at(second(20)).shot(like(1, .9f))).ask();
            rig.pipe(track.at(second(25)).present());
            assertThat(rig.alerts()).as("of who was there at first").hasSize(1);

            rig.gallery.away = false;
            rig.pass(Duration.ofSeconds(3)).ask();
            assertThat(rig.alerts())
                    .extracting(record -> DecideRig.alert(record))
                    .extracting(
                            alert -> alert.recognition().person().id(),
                            alert -> alert.recognition().track().lastSeen())
                    .containsExactly(org.assertj.core.groups.Tuple.tuple("p1", second(20)));
            rig.pipe(track.at(second(31)).present());
            assertThat(rig.alerts()).hasSize(1);
        }
    }

    @Test
    void alertsAgreeWithTheRecognitionsWheneverTheGalleryAnswers() {
        for (int seed = 0; seed < 60; seed++) {
            new Run(seed).play();
        }
    }

    private static DecideRig rig() {
        DecideRig rig = new DecideRig();
        for (int i = 0; i < PEOPLE; i++) {
            rig.gallery.enrol("p" + i, Faces.person(i, 0), "list");
        }
        rig.gallery.watchlists.put("list", FakeGallery.watchlist("list", COOLDOWN));
        return rig;
    }

    /** Something whose cosine with that person is about {@code score}, and with the others about 0. */
    private static Embedding like(int person, float score) {
        float[] face = Faces.person(person, 0).toArray();
        float[] stranger = Faces.person(90 + person, 0).toArray();
        float rest = (float) Math.sqrt(1 - score * score);
        for (int i = 0; i < face.length; i++) {
            face[i] = score * face[i] + rest * stranger[i];
        }
        return Embedding.normalised(face);
    }

    private static Instant second(int second) {
        return SeeRig.START.plusSeconds(second);
    }

    /** Tracks of one camera, one after the other, that look like one person and later like another, before a gallery that comes and goes. */
    private static final class Run {
        private final int seed;
        private final Random random;
        private final DecideRig rig = rig();
        private int second;

        Run(int seed) {
            this.seed = seed;
            this.random = new Random(seed);
        }

        void play() {
            try (rig) {
                for (int number = 0; number < 8; number++) {
                    track(new Sighted(number));
                }
                rig.gallery.away = false;
                rig.pass(Duration.ofSeconds(5)).ask().ask();
                check();
            }
        }

        private void track(Sighted track) {
            float score = .4f;
            rig.pipe(track.at(next()).shot(like(random.nextInt(PEOPLE), score)));
            int steps = 2 + random.nextInt(8);
            for (int i = 0; i < steps; i++) {
                switch (random.nextInt(5)) {
                    case 0 -> rig.gallery.away = random.nextBoolean();
                    case 1 -> {
                        score = Math.min(.95f, score + .15f);
                        rig.pipe(track.at(next()).shot(like(random.nextInt(PEOPLE), score)));
                    }
                    case 2 -> rig.pass(Duration.ofSeconds(3)).ask();
                    default -> rig.pipe(track.at(next()).present());
                }
            }
            rig.pipe(track.at(next()).ended());
        }

        private Instant next() {
            second += 1 + random.nextInt(6);
            return second(second);
        }

        private void check() {
            Map<String, List<Recognition>> episodes = new HashMap<>();
            rig.recognitions()
                    .forEach(each -> episodes.computeIfAbsent(each.episode(), id -> new ArrayList<>())
                            .add(each));
            assertThat(rig.alerts()).as("seed %d", seed).isNotEmpty().allSatisfy(record -> {
                var alert = DecideRig.alert(record);
                List<Recognition> events = episodes.get(alert.recognition().episode());
                assertThat(was(alert.recognition().person().id(), alert.appearedAt(), events))
                        .as("seed %d: %s at %s by %s", seed, alert.id(), alert.appearedAt(), events)
                        .isTrue();
            });
        }

        /** Whether the events say, from one to the next, that it may have been that person. */
        private static boolean was(String person, Instant at, List<Recognition> events) {
            for (int i = 0; i + 1 < events.size(); i++) {
                Recognition said = events.get(i);
                boolean theirs = said.decision() == Decision.MATCH
                        && said.person() != null
                        && said.person().id().equals(person);
                boolean then = !at.isBefore(said.track().lastSeen())
                        && !at.isAfter(events.get(i + 1).track().lastSeen());
                if (theirs && then) {
                    return true;
                }
            }
            return false;
        }
    }
}
