package dev.vigil.standalone.command;

import dev.vigil.recognizer.ActiveNetworks;
import dev.vigil.runtime.error.UserError;
import dev.vigil.standalone.broker.Ports;
import dev.vigil.standalone.data.DataFolder;
import dev.vigil.standalone.lifecycle.Closing;
import dev.vigil.standalone.pipeline.PipelineBench;
import dev.vigil.standalone.pipeline.PipelinePlan;
import dev.vigil.standalone.pipeline.PipelineReport;
import dev.vigil.standalone.pipeline.PipelineTable;
import dev.vigil.standalone.quickstart.EverythingInOne;
import dev.vigil.standalone.quickstart.PipelinePeople;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code vigil bench pipeline}. */
@Command(
        name = "pipeline",
        description = {
            "How many 720p cameras this machine sustains, and how the recognizer's frame rate relates to the same work without Kafka.",
            "Kafka, the gallery and the readers run in this process, each recognizer in one of its own, on the same cores."
        },
        mixinStandardHelpOptions = true)
final class BenchPipelineCommand implements Callable<Integer> {
    private static final Duration CLOSING = Duration.ofSeconds(40);
    private static final Duration START = Duration.ofMinutes(1);

    private final Terminal terminal;

    @Option(names = "--seconds", paramLabel = "N", description = "Of each measurement; default ${DEFAULT-VALUE}.")
    private int seconds = 10;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            description = "Seconds before the first measurement of each recognizer; default ${DEFAULT-VALUE}.")
    private int warmUp = 20;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            description = "Of the naked loop and the pipeline in turn; default ${DEFAULT-VALUE}.")
    private int rounds = 3;

    @Option(
            names = "--cameras",
            paramLabel = "N",
            description = "Whose frames lie ready for the comparison with the naked loop; default ${DEFAULT-VALUE}.")
    private int cameras = 16;

    @Option(
            names = "--rate",
            paramLabel = "N",
            split = ",",
            arity = "0..1",
            fallbackValue = "",
            description = "Frames a second of live cameras (1, 2, 5, 10); default 5,10. --rate= leaves them out.")
    private List<String> rates = List.of("5", "10");

    @Option(names = "--most", paramLabel = "N", description = "Live cameras at most; default ${DEFAULT-VALUE}.")
    private int most = 200;

    @Option(
            names = "--with",
            paramLabel = "KEY=VALUE[,KEY=VALUE]",
            description = "Settings of the recognizer to compare with the defaults; may be repeated.")
    private List<String> variants = List.of();

    @Option(names = "--processes", description = "Compares one recognizer with two, each with one worker.")
    private boolean processes;

    @Option(
            names = "--soak",
            paramLabel = "MINUTES",
            description = "Watches the recognizer's memory at full load for so long.")
    private int soakMinutes;

    @Option(names = "--json", description = "Prints one JSON object.")
    private boolean json;

    BenchPipelineCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        PipelinePlan plan = new PipelinePlan(
                seconds,
                warmUp,
                rounds,
                cameras,
                rates.stream()
                        .filter(rate -> !rate.isBlank())
                        .map(BenchPipelineCommand::rate)
                        .toList(),
                most,
                processes,
                variants.stream().map(BenchPipelineCommand::variant).toList(),
                soakMinutes);
        Logging.quietKafka(terminal.env());
        Path folder = folder();
        Closing closing = new Closing();
        try {
            PipelineReport report = measure(plan, folder, closing);
            if (json) {
                terminal.json(report);
            } else {
                PipelineTable.lines(report).forEach(terminal::line);
            }
            return 0;
        } finally {
            closing.closeWithin(CLOSING);
            delete(folder);
        }
    }

    private PipelineReport measure(PipelinePlan plan, Path folder, Closing closing) throws InterruptedException {
        PipelinePeople people = PipelinePeople.fetch(terminal);
        DataFolder data = closing.add("the data folder", DataFolder.open(folder));
        ActiveNetworks models = closing.add("the networks", ActiveNetworks.fixed(new LocalModels(terminal).load()));
        EverythingInOne all = EverythingInOne.start(
                Ports.free(), Ports.free(), data, models, closing, sentence -> terminal.say(sentence));
        all.awaitGallery(START);
        people.enrol(terminal, all);
        return new PipelineBench(
                        plan,
                        all,
                        data.adminKey(),
                        models.now(),
                        folder,
                        people.left(),
                        people.right(),
                        closing,
                        terminal::say)
                .run();
    }

    private static int rate(String text) {
        try {
            return Integer.parseInt(text.strip());
        } catch (NumberFormatException e) {
            throw new UserError(400, "--rate is '" + text + "', and must be 1, 2, 5 or 10.", e);
        }
    }

    private static Map<String, String> variant(String text) {
        Map<String, String> settings = new HashMap<>();
        for (String each : text.split(",", -1)) {
            String[] parts = each.split("=", 2);
            if (parts.length != 2) {
                throw new UserError("--with is '" + text + "', and must be as commitInterval=200ms,workers=1.");
            }
            settings.put(parts[0].strip(), parts[1].strip());
        }
        return settings;
    }

    private static Path folder() {
        try {
            return Files.createTempDirectory("vigil-bench");
        } catch (IOException e) {
            throw new UncheckedIOException("No temporary folder can be made.", e);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The bench's files in " + folder + " can't be deleted.", e);
        }
    }
}
