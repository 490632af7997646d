package dev.vigil.gallery.access;

import dev.vigil.gallery.event.ApiKey;
import dev.vigil.runtime.http.Authenticator;
import dev.vigil.runtime.http.Credential;
import dev.vigil.runtime.http.Verdict;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The API keys of a gallery, at a service elsewhere: their hashes are fetched every few seconds, so that no request waits for the
 * gallery. A key that is not among them is looked for at once, before it is refused. While the gallery is away the keys that are known
 * go on for a bounded time; what is not known then can't be told (503). Thread-safe.
 */
public final class KeyMirror implements Authenticator, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(KeyMirror.class);
    private static final Duration LOOK_PATIENCE = Duration.ofSeconds(1);
    private static final Duration LOOK_AT_MOST_EVERY = Duration.ofMillis(250);

    private static final String NOT_READ = "not read yet";
    private static final Verdict UNDECIDED = new Verdict.Undecided(
            "Whose the key is can't be told, since the gallery does not answer: try again in a moment.");

    private final Source source;
    private final Duration every;
    private final Duration outlive;
    private final Clock clock;
    private final Thread thread = new Thread(this::run, "vigil-keys");

    private volatile Held held = new Held(Map.of(), null, Instant.MIN);
    /** What keeps it from reading; null where all is well. */
    private volatile @Nullable String trouble = NOT_READ;

    private final Object turn = new Object();
    private boolean wanted;
    private boolean closed;
    private CountDownLatch underWay = new CountDownLatch(1);

    /** Where the keys come from. */
    @FunctionalInterface
    public interface Source {
        /**
         * All keys, or empty where they are as {@code tag} says.
         *
         * @param tag of the last answer, or null
         * @throws dev.vigil.gallery.client.GalleryAwayException if the gallery does not answer
         * @throws dev.vigil.runtime.error.UserError if it refuses
         */
        Optional<Fetched> fetch(@Nullable String tag);
    }

    /**
     * The gallery's keys.
     *
     * @param keys by id
     * @param tag of this state
     */
    public record Fetched(Map<String, ApiKey> keys, String tag) {
        /** Copies the keys. */
        public Fetched {
            keys = Map.copyOf(keys);
        }
    }

    private record Held(Map<String, ApiKey> keys, @Nullable String tag, Instant at) {}

    private KeyMirror(Source source, Duration every, Duration outlive, Clock clock) {
        this.source = source;
        this.every = every;
        this.outlive = outlive;
        this.clock = clock;
    }

    /**
     * Begins to fetch.
     *
     * @param every how often: a revoked key works on elsewhere for no longer than that
     * @param outlive how long the keys go on while the gallery is away
     */
    public static KeyMirror start(Source source, Duration every, Duration outlive, Clock clock) {
        KeyMirror mirror = new KeyMirror(source, every, outlive, clock);
        mirror.thread.setDaemon(true);
        mirror.thread.start();
        return mirror;
    }

    @Override
    public Verdict authenticate(Credential credential) {
        if (credential.id().isEmpty()) {
            return NOT_OURS;
        }
        Verdict verdict = judge(credential, credential.id().get());
        if (verdict instanceof Verdict.Unknown && trouble == null) {
            look();
            verdict = judge(credential, credential.id().get());
        }
        return verdict;
    }

    private Verdict judge(Credential credential, String id) {
        Held now = held;
        Instant instant = clock.instant();
        if (now.at.equals(Instant.MIN) || now.at.plus(outlive).isBefore(instant)) {
            return UNDECIDED;
        }
        ApiKey key = now.keys.get(id);
        Verdict verdict = key == null ? NOT_OURS : KeyJudge.judge(key, credential, instant);
        return verdict.equals(NOT_OURS) && trouble != null ? UNDECIDED : verdict;
    }

    /** Has the keys fetched now, and waits for it a moment: a key that was made a second ago is found. */
    private void look() {
        CountDownLatch answer;
        synchronized (turn) {
            wanted = true;
            turn.notifyAll();
            answer = underWay;
        }
        try {
            if (!answer.await(LOOK_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                log.debug("The gallery takes long to tell its keys.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws InterruptedException {
        synchronized (turn) {
            closed = true;
            turn.notifyAll();
        }
        thread.interrupt();
        thread.join(LOOK_PATIENCE.toMillis());
    }

    private void run() {
        try {
            while (true) {
                CountDownLatch answering;
                synchronized (turn) {
                    if (closed) {
                        return;
                    }
                    wanted = false;
                    answering = underWay;
                    underWay = new CountDownLatch(1);
                }
                fetch();
                answering.countDown();
                await();
            }
        } catch (InterruptedException e) {
            log.debug("The mirror of the keys was stopped.");
        }
    }

    /** Until it is time, or somebody wants to know; the gallery is not asked more often than it can bear. */
    private void await() throws InterruptedException {
        long start = System.nanoTime();
        synchronized (turn) {
            while (!closed) {
                long since = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
                long until = wanted ? Math.min(LOOK_AT_MOST_EVERY.toMillis(), every.toMillis()) : every.toMillis();
                if (since >= until) {
                    return;
                }
                turn.wait(until - since);
            }
        }
    }

    private void fetch() {
        try {
            Held before = held;
            Instant asked = clock.instant();
            Optional<Fetched> fetched = source.fetch(before.tag);
            held = fetched.map(f -> new Held(f.keys, f.tag, asked)).orElse(new Held(before.keys, before.tag, asked));
            if (trouble != null) {
                log.info("The gallery's keys are known: {}.", held.keys.size());
                trouble = null;
            }
        } catch (RuntimeException e) { // whatever it is, the keys that are known go on for a while
            if (trouble == null || trouble.equals(NOT_READ)) {
                log.warn(
                        "The gallery's keys can't be read; those that are known go on for {}: {}",
                        outlive,
                        e.getMessage());
            }
            trouble = String.valueOf(e.getMessage());
        }
    }
}
