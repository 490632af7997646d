package dev.vigil.standalone.chaos;

import dev.vigil.gallery.audit.AuditTopic;
import dev.vigil.gallery.audit.Verification;
import dev.vigil.gallery.client.HttpGalleryClient;
import dev.vigil.gallery.client.NewWatchlist;
import dev.vigil.gallery.event.Severity;
import dev.vigil.runtime.json.Json;
import dev.vigil.runtime.topic.Topics;
import dev.vigil.standalone.command.FailedException;
import dev.vigil.standalone.quickstart.PeopleFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;

/** One chaos run, from the first broker to the report. For one thread. */
public final class ChaosRun {
    private static final String WATCHLIST = "wanted";
    private static final Duration COOLDOWN = Duration.ofSeconds(10);
    private static final Duration START = Duration.ofMinutes(5);
    private static final Duration DRAIN = Duration.ofMinutes(3);
    private static final Duration CLIENT = Duration.ofSeconds(30);
    private static final long TICK = 200;
    private static final int PHOTOS = 2;

    private final ChaosOptions options;
    private final List<PeopleFolder.Member> people;
    private final List<Path> videos;
    private final Consumer<String> say;
    private final CountDownLatch stop;
    private final List<Violation> violations = new ArrayList<>();

    /**
     * Not begun.
     *
     * @param people whom to enrol, at least one; the last is put on a watchlist
     * @param videos that the cameras show; the first one shows that person
     * @param say hears what is done
     * @param stop counted down where the run is to end at once
     */
    public ChaosRun(
            ChaosOptions options,
            List<PeopleFolder.Member> people,
            List<Path> videos,
            Consumer<String> say,
            CountDownLatch stop) {
        this.options = options;
        this.people = List.copyOf(people);
        this.videos = List.copyOf(videos);
        this.say = say;
        this.stop = stop;
    }

    /**
     * Runs it; all processes are gone when it returns.
     *
     * @throws FailedException if the deployment does not come up, or it was stopped
     */
    public ChaosReport run() throws InterruptedException {
        try (Deployment deployment = new Deployment(options, videos)) {
            say.accept("starting " + options.brokers() + " brokers, a gallery, " + Deployment.RECOGNIZERS
                    + " recognizers, ingest, and " + options.cameras() + " cameras in " + options.folder());
            ServiceDoor door = new ServiceDoor(deployment.key());
            deployment.startKafka();
            deployment.startServices();
            try (Recorder recorder = Recorder.start(deployment.kafka());
                    Poison poison = new Poison(deployment.kafka(), deployment.cameras(), options.seed())) {
                Injector injector = new Injector(deployment, poison, say, violations);
                awaitReady(deployment, door, deployment.doors());
                enrol(deployment, door);
                deployment.startCameras();
                awaitReady(deployment, door, List.of(deployment.ingestUrl()));
                Instant start = Instant.now();
                await("frames are looked at", START, () -> recorder.processedSince(deployment.cameras(), start));
                FaultLog log = faults(deployment, door, recorder, injector);
                Set<Poison.Place> poisoned = poison.places();
                double drained = drain(deployment, recorder, injector, poisoned);
                violations.addAll(failures(recorder));
                ChaosReport report = check(deployment, recorder.recorded(), poisoned, log, drained);
                recorder.close();
                end(deployment, injector);
                return report.with(violations);
            }
        }
    }

    private static List<Violation> failures(Recorder recorder) {
        return recorder
                .failure()
                .map(e -> new Violation("reading", "The topics could not be read to their end: " + e))
                .stream()
                .toList();
    }

    /** A condition, which may ask over the network. */
    private interface Question {
        boolean holds() throws InterruptedException;
    }

    private void await(String what, Duration patience, Question question) throws InterruptedException {
        long until = System.nanoTime() + patience.toNanos();
        while (!question.holds()) {
            if (System.nanoTime() - until > 0) {
                throw new FailedException("After " + patience.toSeconds() + " s it is still awaited that " + what
                        + "; the logs in " + options.folder() + " tell why.");
            }
            tick();
        }
    }

    private void tick() throws InterruptedException {
        if (stop.await(TICK, TimeUnit.MILLISECONDS)) {
            throw new FailedException("stopped before its end");
        }
    }

    private void awaitReady(Deployment deployment, ServiceDoor door, List<URI> services) throws InterruptedException {
        for (URI service : services) {
            await(service + " is ready", START, () -> {
                deployment.services().stream()
                        .filter(child -> child.status() >= 0)
                        .findFirst()
                        .ifPresent(child -> {
                            throw new FailedException(child.name() + " ended with " + child.status() + ": "
                                    + child.log() + " tells why.");
                        });
                return door.ready(service);
            });
        }
    }

    private void enrol(Deployment deployment, ServiceDoor door) throws InterruptedException {
        HttpGalleryClient gallery = new HttpGalleryClient(deployment.galleryUrl(), deployment.key(), CLIENT);
        gallery.putWatchlist(
                WATCHLIST, new NewWatchlist("Wanted", Severity.WARNING, null, COOLDOWN, List.of(), null, null));
        for (PeopleFolder.Member person : people) {
            for (Path photo :
                    person.photos().subList(0, Math.min(PHOTOS, person.photos().size()))) {
                door.enrol(deployment.photosUrl(), id(person), photo);
            }
        }
        gallery.addToWatchlist(WATCHLIST, id(people.get(people.size() - 1)));
    }

    private static String id(PeopleFolder.Member person) {
        return person.name().replaceAll("[^A-Za-z0-9_-]", "-");
    }

    private FaultLog faults(Deployment deployment, ServiceDoor door, Recorder recorder, Injector injector)
            throws InterruptedException {
        FaultPlan plan = FaultPlan.draw(options.seed(), options.length(), options.faults(), deployment.counts());
        say.accept("seed " + options.seed() + ": " + plan.faults().size() + " faults in "
                + options.length().toSeconds() + " s");
        Instant start = Instant.now();
        FaultLog log = new FaultLog(say, start);
        List<FaultPlan.Fault> waiting = new ArrayList<>(plan.faults());
        List<FaultPlan.Fault> active = new ArrayList<>();
        while (Instant.now().isBefore(start.plus(options.length())) || !active.isEmpty()) {
            Duration now = Duration.between(start, Instant.now());
            for (FaultPlan.Fault fault : List.copyOf(active)) {
                if (now.compareTo(fault.over()) >= 0) {
                    active.remove(fault);
                    injector.undo(fault);
                    log.undone(fault);
                }
            }
            if (!waiting.isEmpty() && now.compareTo(waiting.get(0).at()) >= 0) {
                FaultPlan.Fault fault = waiting.remove(0);
                active.add(fault);
                log.begun(fault);
                injector.begin(fault);
            }
            injector.watch();
            recoveries(deployment, door, recorder, log);
            tick();
        }
        settle(deployment, door, recorder, injector, log);
        return log;
    }

    /** Everything must have come back before the cameras are stopped, so that the last faults are told with their recovery too. */
    private void settle(Deployment deployment, ServiceDoor door, Recorder recorder, Injector injector, FaultLog log)
            throws InterruptedException {
        long until = System.nanoTime() + START.toNanos();
        while (!log.open().isEmpty() && System.nanoTime() - until < 0) {
            injector.watch();
            recoveries(deployment, door, recorder, log);
            tick();
        }
        log.told().stream()
                .filter(fault -> fault.recoverySeconds() == null)
                .forEach(fault -> violations.add(new Violation(
                        "recovery",
                        "Nothing recovered from " + fault.kind() + " " + fault.index() + " at " + fault.atSeconds()
                                + " s.")));
    }

    private static void recoveries(Deployment deployment, ServiceDoor door, Recorder recorder, FaultLog log)
            throws InterruptedException {
        for (Instant begun : log.open()) {
            Optional<FaultKind> kind = log.kindAt(begun);
            boolean gallery =
                    kind.filter(each -> each.target().equals("gallery")).isPresent();
            boolean whole = gallery
                    ? log.undoneAt(begun) && door.ready(deployment.galleryUrl())
                    : recorder.processedSince(deployment.cameras(), begun);
            if (whole) {
                log.recovered(begun);
            }
        }
    }

    /** Stops the cameras, and waits until all that they gave is through. Returns how many seconds that took. */
    private double drain(Deployment deployment, Recorder recorder, Injector injector, Set<Poison.Place> poisoned)
            throws InterruptedException {
        say.accept("stopping the cameras, and waiting until everything is through");
        injector.ended("ingest", deployment.stopCameras());
        injector.stopped(deployment.ingest());
        Instant from = Instant.now();
        try (Drain drain = new Drain(deployment.kafka())) {
            Optional<String> waits = Optional.of("");
            while (waits.isPresent() && Duration.between(from, Instant.now()).compareTo(DRAIN) < 0) {
                tick();
                injector.watch();
                waits = drain.waits(recorder.recorded().without(poisoned));
            }
            waits.ifPresent(sentence -> violations.add(new Violation(
                    "drain", "After " + DRAIN.toSeconds() + " s not everything is through: " + sentence)));
        }
        return Duration.between(from, Instant.now()).toMillis() / 1e3;
    }

    private ChaosReport check(
            Deployment deployment, Recorded all, Set<Poison.Place> poison, FaultLog log, double drained) {
        Recorded recorded = all.without(poison);
        keep(recorded);
        PoisonCheck.check(recorded, poison, violations);
        FrameCheck.Totals totals = FrameCheck.check(recorded, violations);
        int tracks = TrackCheck.check(recorded, violations);
        IdCheck.check(recorded, violations);
        int expected = AlertCheck.check(recorded, COOLDOWN, violations);
        return new ChaosReport(
                options.seed(),
                options.length().toSeconds(),
                log.told(),
                totals.sessions,
                totals.frames,
                totals.processed,
                totals.skipped,
                totals.deadLettered,
                totals.dropped,
                totals.repeated,
                poison.size(),
                tracks,
                recorded.recognitions().size(),
                recorded.alerts().size(),
                expected,
                audit(deployment, poison),
                drained,
                List.of());
    }

    /** The evidence: each event as one line of JSON. */
    private void keep(Recorded recorded) {
        List<String> lines = Stream.of(
                        recorded.accounts(), recorded.sightings(), recorded.recognitions(), recorded.alerts())
                .flatMap(List::stream)
                .map(Json::line)
                .toList();
        try {
            Files.write(options.folder().resolve("events.jsonl"), lines);
        } catch (IOException e) {
            throw new UncheckedIOException("The events can't be written to " + options.folder() + ".", e);
        }
    }

    private long audit(Deployment deployment, Set<Poison.Place> poison) {
        try {
            Verification found = new AuditTopic(deployment.kafka(), Topics.GALLERY_AUDITED.name(), CLIENT)
                    .verify(null, List.of(), List.of());
            boolean broken = found.writers().stream().anyMatch(writer -> writer.broken() != null);
            boolean foreign = found.unreadable().stream()
                    .map(each -> new Poison.Place(Topics.GALLERY_AUDITED.name(), each.partition(), each.offset()))
                    .allMatch(poison::contains);
            if (broken || !foreign) {
                violations.add(new Violation("audit", "The audit's chains are not intact: " + found));
            }
            return found.entries();
        } catch (KafkaException e) {
            violations.add(new Violation("audit", "The audit could not be read: " + e));
            return 0;
        }
    }

    /** Every service ends in order at SIGTERM. */
    private void end(Deployment deployment, Injector injector) throws InterruptedException {
        for (ChildProcess child : deployment.services()) {
            if (child.running()) {
                injector.ended(child.name(), child.terminate(Injector.TERM));
            }
        }
        for (ChildProcess child : deployment.brokers()) {
            child.terminate(Injector.TERM);
        }
    }
}
