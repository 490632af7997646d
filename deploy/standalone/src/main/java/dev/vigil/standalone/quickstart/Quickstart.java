package dev.vigil.standalone.quickstart;

import dev.vigil.ingest.CameraConfig;
import dev.vigil.ingest.CameraState;
import dev.vigil.ingest.CameraStatus;
import dev.vigil.ingest.Ingest;
import dev.vigil.ingest.SourceCheck;
import dev.vigil.recognizer.ActiveNetworks;
import dev.vigil.recognizer.event.Recognition;
import dev.vigil.standalone.broker.Ports;
import dev.vigil.standalone.command.FailedException;
import dev.vigil.standalone.command.LocalModels;
import dev.vigil.standalone.command.Logging;
import dev.vigil.standalone.command.Program;
import dev.vigil.standalone.command.Terminal;
import dev.vigil.standalone.data.DataFolder;
import dev.vigil.standalone.data.Home;
import dev.vigil.standalone.lifecycle.Closing;
import dev.vigil.standalone.lifecycle.StopSignal;
import dev.vigil.standalone.print.RecognitionLine;
import dev.vigil.vision.model.Catalogue;
import dev.vigil.vision.model.NpmPackages;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** {@code vigil quickstart}: from a folder of people and some cameras to recognitions, all in this process. */
public final class Quickstart {
    private static final Duration STARTING = Duration.ofMinutes(2);
    private static final Duration CLOSING = Duration.ofSeconds(25);
    private static final Duration CLOSING_FAILED = Duration.ofSeconds(8);
    private static final Duration SETTLING = Duration.ofSeconds(5);
    private static final Duration LOOK = Duration.ofSeconds(5);
    private static final Duration STUCK = Duration.ofMinutes(3);

    private final Terminal terminal;
    private final QuickstartOptions options;
    private final RecognitionLine lines = new RecognitionLine(ZoneId.systemDefault());
    private final CompletableFuture<Outcome> over = new CompletableFuture<>();

    /** A quickstart that tells {@code terminal}. */
    public Quickstart(Terminal terminal, QuickstartOptions options) {
        this.terminal = terminal;
        this.options = options;
    }

    /** Whom and what to show, checked and ready. */
    private record Cast(List<PeopleFolder.Member> people, List<CameraConfig> cameras) {}

    /**
     * Runs it, until its end or until somebody stops it.
     *
     * @throws dev.vigil.runtime.error.UserError if it was asked wrongly: nothing has been changed then
     * @throws FailedException if it failed
     */
    public void run() throws InterruptedException {
        Logging.quietKafka(terminal.env());
        try (StopSignal signal = StopSignal.install(
                () -> over.complete(new Outcome.Stopped()), options.untilEnd() ? Program.FAILED : 0)) {
            Closing closing = new Closing();
            boolean done = false;
            try {
                start(closing);
                done = true;
            } finally {
                // After a failure parts may wait for one that has died.
                if (!closing.closeWithin(done ? CLOSING : CLOSING_FAILED) && done) {
                    terminal.say("not everything closed in order: VIGIL_LOG=info tells more");
                }
            }
        }
    }

    private void start(Closing closing) throws InterruptedException {
        @Nullable Cast named = options.samples() ? null : named();
        int port = Ports.claim(options.port(), "--port");
        int kafkaPort = Ports.claim(options.kafkaPort(), "--kafka-port");
        DataFolder folder = closing.add("the data folder", DataFolder.open(options.data()));
        @Nullable
        EventsFile events = options.events() == null
                ? null
                : closing.add("the file of events", EventsFile.create(options.events()));
        LocalModels local = new LocalModels(terminal);
        String asked = options.embedder();
        ActiveNetworks models = closing.add(
                "the networks",
                ActiveNetworks.of(
                        local.load(options.detector(), asked == null ? Catalogue.EMBEDDER : asked),
                        local.store(),
                        null));
        Cast cast = named == null ? samples() : named;
        terminal.progress("starting Kafka and the services");
        EverythingInOne all = EverythingInOne.start(port, kafkaPort, folder, models, closing, this::fail);
        await(all::awaitedGallery);
        followModels(all, models, asked);
        if (!cast.people.isEmpty()) {
            new Enrolling(terminal, all.enroller(), over::isDone).enrol(cast.people);
        }
        all.startRecognizer();
        await(all::awaitedRecognizer);
        greet(all, folder.root(), cast);
        Path state = folder.root().resolve("cameras.json");
        follow(all, closing, cast, events, options.untilEnd() ? null : state);
    }

    /** The gallery's active model looks, now and when another one becomes it; unless one was asked for. */
    private void followModels(EverythingInOne all, ActiveNetworks models, @Nullable String asked) {
        String active = all.activeModel().orElse(models.embedder());
        if (asked == null) {
            models.follow(active);
        } else if (!active.equals(asked)) {
            terminal.say("the gallery's active model is " + active + ", and this looks with " + asked
                    + ": without '--embedder' it is followed");
        }
        all.followModels(asked != null);
    }

    private Cast named() {
        List<PeopleFolder.Member> people = options.people() == null ? List.of() : PeopleFolder.read(options.people());
        return new Cast(people, cameras(options.cameras(), false));
    }

    private Cast samples() {
        Path folder = Home.cache(terminal.env()).resolve("samples");
        Samples samples = Samples.fetch(new NpmPackages(folder.resolve("packages"), terminal::say), folder);
        return new Cast(samples.people(), cameras(samples.cameras(), true));
    }

    private List<CameraConfig> cameras(List<CameraArgument> arguments, boolean loop) {
        return arguments.stream()
                .map(argument -> {
                    CameraConfig camera = options.untilEnd()
                            ? CameraConfig.untilEnd(argument.name(), argument.source())
                            : CameraConfig.live(argument.name(), argument.source());
                    SourceCheck.check(argument.source());
                    return loop && !options.untilEnd() ? looping(camera) : camera;
                })
                .toList();
    }

    private static CameraConfig looping(CameraConfig camera) {
        return new CameraConfig(
                camera.id(),
                camera.name(),
                camera.source(),
                camera.rate(),
                camera.width(),
                camera.quality(),
                false,
                true);
    }

    private void greet(EverythingInOne all, Path data, Cast cast) {
        terminal.line("Console   " + all.loginLink() + " (this link logs in once)");
        terminal.line("HTTP      " + all.address() + " (the key is in " + data.resolve("admin.key") + ")");
        terminal.line("Kafka     " + all.bootstrap());
        terminal.line("Data      " + data);
        if (options.samples() && !options.untilEnd()) {
            terminal.line("The sample videos play in a loop; Ctrl-C stops.");
        } else if (!options.untilEnd()) {
            terminal.line((cast.cameras.isEmpty() ? "No camera: add --camera NAME=SOURCE. " : "") + "Ctrl-C stops.");
        }
    }

    private void follow(
            EverythingInOne all, Closing closing, Cast cast, @Nullable EventsFile events, @Nullable Path state)
            throws InterruptedException {
        RunLedger ledger =
                new RunLedger(cast.cameras.stream().map(CameraConfig::id).toList(), options.untilEnd());
        Instant began = Instant.now();
        closing.add("the reader of events", RunReader.start(all.kafka(), ledger, new Listener(ledger, events)));
        Ingest ingest = all.startCameras(cast.cameras, state);
        var unused = ingest.ended().thenRun(() -> finishIfComplete(ledger));
        Outcome outcome = outcome(ledger, ingest);
        if (outcome instanceof Outcome.Failed failed) {
            throw new FailedException(failed.sentence());
        }
        settle(ledger, closing);
        new RunSummary(ledger.summary(), Duration.between(began, Instant.now()))
                .lines()
                .forEach(terminal::line);
        if (outcome instanceof Outcome.Stopped && options.untilEnd()) {
            throw new FailedException("stopped before its end");
        }
    }

    /** Closes the cameras, and reads on until the tracks that they leave open are closed too, for a few seconds at most. */
    private static void settle(RunLedger ledger, Closing closing) throws InterruptedException {
        closing.closeLast();
        ledger.awaitSettled(SETTLING);
        closing.closeLast();
    }

    /** Hears what the reader reads, on its thread. */
    private final class Listener implements RunReader.Listener {
        private final RunLedger ledger;
        private final @Nullable EventsFile events;

        Listener(RunLedger ledger, @Nullable EventsFile events) {
            this.ledger = ledger;
            this.events = events;
        }

        @Override
        public void recognized(Recognition event) {
            terminal.line(lines.of(event));
            if (events != null) {
                events.write(event);
            }
        }

        @Override
        public void advanced() {
            finishIfComplete(ledger);
        }

        @Override
        public void failed(Exception cause) {
            fail("Reading the recognitions failed: " + cause.getMessage());
        }
    }

    private void finishIfComplete(RunLedger ledger) {
        if (options.untilEnd() && ledger.complete()) {
            over.complete(ledger.fault().<Outcome>map(Outcome.Failed::new).orElseGet(Outcome.Finished::new));
        }
    }

    /** Says of a file that it has been played, so that nobody waits for more of it. */
    private void tellEnded(Ingest ingest, Set<String> told) {
        for (CameraStatus camera : ingest.cameras()) {
            if (camera.state() == CameraState.ENDED && told.add(camera.id())) {
                terminal.line("Camera " + camera.id() + " has been played to its end; Ctrl-C stops.");
            }
        }
    }

    private void fail(String sentence) {
        over.complete(new Outcome.Failed(sentence));
    }

    /** Waits for the end; looks now and then whether anything still moves, so that a run that is stuck fails and does not hang. */
    private Outcome outcome(RunLedger ledger, Ingest ingest) throws InterruptedException {
        long changes = ledger.changes();
        Instant moved = Instant.now();
        Set<String> told = new HashSet<>();
        while (true) {
            Optional<Outcome> outcome = outcomeWithin(LOOK);
            if (outcome.isPresent()) {
                return outcome.get();
            }
            if (!options.untilEnd()) {
                tellEnded(ingest, told);
                continue;
            }
            failedCamera(ingest).ifPresent(this::fail);
            if (ledger.changes() != changes) {
                changes = ledger.changes();
                moved = Instant.now();
            } else if (moved.plus(STUCK).isBefore(Instant.now())) {
                fail("Nothing has moved for " + STUCK.toMinutes()
                        + " minutes, and not every track is closed: VIGIL_LOG=info tells more.");
            }
        }
    }

    private static Optional<String> failedCamera(Ingest ingest) {
        return ingest.cameras().stream()
                .filter(camera -> camera.state() == CameraState.FAILED)
                .map(camera -> "Camera " + camera.id() + ": "
                        + Optional.ofNullable(camera.reason()).orElse("it failed."))
                .findFirst();
    }

    private Optional<Outcome> outcomeWithin(Duration limit) throws InterruptedException {
        try {
            return Optional.of(over.get(limit.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    /** Waits until a part is ready, or the run is over before it began. */
    private void await(Supplier<Optional<String>> awaited) throws InterruptedException {
        Instant until = Instant.now().plus(STARTING);
        Optional<String> missing = awaited.get();
        while (missing.isPresent()) {
            Optional<Outcome> outcome = outcomeWithin(Duration.ofMillis(50));
            if (outcome.isPresent()) {
                throw new FailedException(
                        outcome.get() instanceof Outcome.Failed failed
                                ? failed.sentence()
                                : "stopped while it started");
            }
            if (until.isBefore(Instant.now())) {
                throw new FailedException(
                        "It did not start within " + STARTING.toMinutes() + " minutes: " + missing.get());
            }
            missing = awaited.get();
        }
    }
}
