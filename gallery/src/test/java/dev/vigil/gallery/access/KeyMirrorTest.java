package dev.vigil.gallery.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigil.gallery.client.GalleryAwayException;
import dev.vigil.gallery.event.ApiKey;
import dev.vigil.runtime.http.Credential;
import dev.vigil.runtime.http.Verdict;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KeyMirrorTest {
    private final Map<String, ApiKey> gallery = new ConcurrentHashMap<>();
    private final AtomicReference<Boolean> away = new AtomicReference<>(false);
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-24T08:00:00Z"));
    private final Clock clock = new Clock() {
        @Override
        public Instant instant() {
            return now.get();
        }

        @Override
        public java.time.ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }
    };
    private final KeyMirror mirror =
            KeyMirror.start(tag -> answer(), Duration.ofMillis(100), Duration.ofMinutes(15), clock);

    private Optional<KeyMirror.Fetched> answer() {
        asked.incrementAndGet();
        if (away.get()) {
            throw new GalleryAwayException("The gallery does not answer.");
        }
        return Optional.of(new KeyMirror.Fetched(gallery, Integer.toString(gallery.hashCode())));
    }

    @AfterEach
    void stop() throws InterruptedException {
        mirror.close();
    }

    private Credential make(String id, String role) {
        String text = Credential.newKey(id);
        gallery.put(id, new ApiKey(id, Credential.hash(text), role, List.of(), "", now.get(), null, null, 1));
        return Credential.of(text);
    }

    private void awaitAsked() {
        int then = asked.get();
        Awaitility.await().until(() -> asked.get() > then + 2);
    }

    @Test
    void whileTheGalleryIsAwayKnownKeysGoOnForABoundedTimeAndOthersCantBeTold() {
        Credential known = make("known", "viewer");
        Awaitility.await().until(() -> mirror.authenticate(known) instanceof Verdict.Known);
        away.set(true);
        awaitAsked();
        assertThat(mirror.authenticate(known)).isInstanceOf(Verdict.Known.class);
        assertThat(mirror.authenticate(Credential.of(Credential.newKey("other"))))
                .isInstanceOf(Verdict.Undecided.class);
        assertThat(mirror.authenticate(Credential.of("static")))
                .as("what names no key is none of the gallery's")
                .isInstanceOf(Verdict.Unknown.class);
        now.updateAndGet(t -> t.plus(Duration.ofMinutes(16)));
        assertThat(mirror.authenticate(known)).isInstanceOf(Verdict.Undecided.class);
        away.set(false);
        Awaitility.await().until(() -> mirror.authenticate(known) instanceof Verdict.Known);
    }

    @Test
    void whatANewerGalleryWritesIsNotTakenForMoreThanItIs() {
        Credential odd = make("odd", "overlord");
        Awaitility.await().until(() -> mirror.authenticate(odd) instanceof Verdict.Unknown);
        assertThat(((Verdict.Unknown) mirror.authenticate(odd)).sentence()).contains("this version does not know");
    }

    @Test
    void manyGuessesAtOnceShareOneLookAtTheGallery() throws Exception {
        AtomicInteger fetches = new AtomicInteger();
        int guesses = 40;
        ExecutorService threads = Executors.newFixedThreadPool(guesses);
        try (KeyMirror quiet = KeyMirror.start(
                tag -> {
                    fetches.incrementAndGet();
                    return answer();
                },
                Duration.ofHours(1),
                Duration.ofHours(2),
                clock)) {
            Awaitility.await()
                    .until(() -> quiet.authenticate(Credential.of(Credential.newKey("x"))) instanceof Verdict.Unknown);
            int before = fetches.get();
            CyclicBarrier together = new CyclicBarrier(guesses);
            List<Future<Verdict>> verdicts = new ArrayList<>();
            for (int i = 0; i < guesses; i++) {
                Credential guess = Credential.of(Credential.newKey("guess" + i));
                verdicts.add(threads.submit(() -> {
                    together.await();
                    return quiet.authenticate(guess);
                }));
            }
            for (Future<Verdict> verdict : verdicts) {
                assertThat(verdict.get()).isInstanceOf(Verdict.Unknown.class);
            }
            assertThat(fetches.get() - before).isBetween(1, guesses / 4);
        } finally {
            threads.shutdown();
        }
    }
}
