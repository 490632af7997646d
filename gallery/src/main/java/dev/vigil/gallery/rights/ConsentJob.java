package dev.vigil.gallery.rights;

import dev.vigil.gallery.audit.Actor;
import dev.vigil.gallery.audit.AuditEntry;
import dev.vigil.gallery.audit.AuditLog;
import dev.vigil.gallery.event.Person;
import dev.vigil.gallery.log.GalleryLog;
import dev.vigil.gallery.log.Plan;
import dev.vigil.gallery.state.GalleryState;
import dev.vigil.runtime.error.UserError;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Erases people whose consent has ended: now and then, each of the partitions that this replica writes. What there is to do is read
 * off the state, so that a restart loses nothing.
 *
 * <p>A clock that is wrong must not empty the gallery. Before a run erases anybody, it has the audit written, and compares this
 * clock with Kafka's, which stamps the audit's records; where the topic does not bear Kafka's time, with the time that the JVM has
 * counted since the start. Where they disagree, nobody is erased, and the log says so. And no run erases more than a bound.
 */
public final class ConsentJob implements AutoCloseable {
    private static final Logger logger = LoggerFactory.getLogger(ConsentJob.class);
    private static final Duration MOST_DIFFERENCE = Duration.ofMinutes(2);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final ConsentConfig config;
    private final GalleryState state;
    private final GalleryLog log;
    private final AuditLog audit;
    private final Erasures erasures;
    private final BiFunction<GalleryState, String, Plan<?>> tombstones;
    private final Clock clock;
    private final Instant begun;
    private final long begunNanos = System.nanoTime();
    private final AtomicLong ending = new AtomicLong();
    private final AtomicLong overdue = new AtomicLong();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;

    /**
     * What the job works with.
     *
     * @param tombstones plans the erasure of a person
     */
    public ConsentJob(
            ConsentConfig config,
            GalleryState state,
            GalleryLog log,
            AuditLog audit,
            Erasures erasures,
            BiFunction<GalleryState, String, Plan<?>> tombstones,
            Clock clock,
            MeterRegistry meters) {
        this.config = config;
        this.state = state;
        this.log = log;
        this.audit = audit;
        this.erasures = erasures;
        this.tombstones = tombstones;
        this.clock = clock;
        this.begun = clock.instant();
        this.thread = new Thread(this::run, "gallery-consent");
        Gauge.builder("vigil.gallery.consents.ending", ending, AtomicLong::get)
                .description("People whose consent ends soon (gallery.consent.soon).")
                .register(meters);
        Gauge.builder("vigil.gallery.consents.ended", overdue, AtomicLong::get)
                .description("People whose consent has ended and who are not erased yet.")
                .register(meters);
    }

    /** Starts its thread. */
    public void start() {
        thread.start();
    }

    private void run() {
        try {
            while (!closing.await(config.every().toMillis(), TimeUnit.MILLISECONDS)) {
                if (log.isRead()) {
                    look();
                }
            }
        } catch (InterruptedException e) {
            logger.debug("The job that erases people at the end of their consent has stopped", e);
        }
    }

    private void look() throws InterruptedException {
        try {
            List<String> due = due();
            if (!due.isEmpty() && clockIsTrusted(due.size())) {
                due.stream().limit(config.mostPerRun()).forEach(this::erase);
                if (due.size() > config.mostPerRun()) {
                    logger.warn(
                            "{} people are due for erasure, their consent having ended; a run erases {} of them.",
                            due.size(),
                            config.mostPerRun());
                }
            }
        } catch (UserError e) { // Kafka is away, or the partition has moved: the next run goes on
            logger.info("People whose consent has ended could not be erased now: {}", e.sentence());
        }
    }

    /** Those to be erased here, and counts the others. */
    private List<String> due() {
        Instant now = clock.instant();
        Instant soon = now.plus(config.soon());
        Instant graceOver = now.minus(config.grace());
        List<String> due = new ArrayList<>();
        long[] counts = new long[2];
        state.people().forEach(person -> {
            Instant until = person.consent() == null ? null : person.consent().until();
            if (until != null && !until.isAfter(now)) {
                counts[1]++;
            } else if (until != null && until.isBefore(soon)) {
                counts[0]++;
            }
            if (isOver(person, graceOver) && log.owns(log.partition(person.id()))) {
                due.add(person.id());
            }
        });
        ending.set(counts[0]);
        overdue.set(counts[1]);
        return due;
    }

    private static boolean isOver(Person person, Instant graceOver) {
        Instant until = person.consent() == null ? null : person.consent().until();
        return until != null && !until.isAfter(graceOver);
    }

    private boolean clockIsTrusted(int due) throws InterruptedException {
        Instant kafka = kafkaTime(due);
        Instant here = clock.instant();
        Instant other = kafka == null ? begun.plusNanos(System.nanoTime() - begunNanos) : kafka;
        if (Duration.between(here, other).abs().compareTo(MOST_DIFFERENCE) <= 0) {
            return true;
        }
        logger.error(
                "Nobody is erased for the end of their consent: this clock says {}, {} says {}; {} people wait.",
                here,
                kafka == null ? "the time counted since the start" : "Kafka",
                other,
                due);
        return false;
    }

    /** Kafka's time; null where the audit topic does not tell it. */
    private @org.jspecify.annotations.Nullable Instant kafkaTime(int due) throws InterruptedException {
        audit.tell(new AuditEntry("consent.due", Actor.GALLERY, "", Map.of("count", Integer.toString(due))));
        try {
            return audit.flush().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS).brokerTime();
        } catch (TimeoutException | ExecutionException e) {
            throw new UserError(503, "The audit can't be written now.", e);
        }
    }

    private void erase(String person) {
        Instant graceOver = clock.instant().minus(config.grace());
        erasures.erase(
                person,
                Actor.GALLERY,
                "consent ended",
                now -> now.person(person)
                        .filter(held -> isOver(held, graceOver))
                        .<Plan<?>>map(held -> tombstones.apply(now, person))
                        .orElseGet(() -> Plan.nothing("")));
    }

    @Override
    public void close() throws InterruptedException {
        closing.countDown();
        thread.join(PATIENCE.toMillis());
        thread.interrupt();
        thread.join();
    }
}
