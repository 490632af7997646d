package dev.vigil.standalone.command;

import dev.vigil.standalone.data.DataFolder;
import dev.vigil.standalone.quickstart.CameraArgument;
import dev.vigil.standalone.quickstart.Quickstart;
import dev.vigil.standalone.quickstart.QuickstartOptions;
import dev.vigil.vision.model.Catalogue;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code vigil quickstart}. */
@Command(
        name = "quickstart",
        description =
                "Runs everything in one process, on a real embedded Kafka: enrols people, plays cameras, prints who is seen.",
        footer = {
            "",
            "With neither --people nor --camera it fetches sample people and videos (about 33 MB, once).",
            "",
            "Exit: 0 at its end, or stopped by Ctrl-C or SIGTERM; 1 it failed; 2 it was asked wrongly."
        },
        mixinStandardHelpOptions = true)
final class QuickstartCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Option(
            names = "--people",
            paramLabel = "DIR",
            description = "Enrols each folder of DIR as a person: the folder's name, one photo or more.")
    private @Nullable Path people;

    @Option(
            names = "--camera",
            paramLabel = "NAME=SOURCE",
            description = "Plays a video file, a folder of pictures, or an rtsp:// address. May be repeated.")
    private List<String> cameras = List.of();

    @Option(
            names = "--until-end",
            description = "Processes every frame of each file, as fast as it goes, then stops with a summary.")
    private boolean untilEnd;

    @Option(names = "--events", paramLabel = "FILE", description = "Writes one JSON recognition on each line of FILE.")
    private @Nullable Path events;

    @Option(
            names = "--port",
            paramLabel = "N",
            description =
                    "Of the console and HTTP; 0 takes a free one; default: the one that is active in the gallery, and whichever is switched to.")
    private int port = 8080;

    @Option(
            names = "--kafka-port",
            paramLabel = "N",
            description =
                    "Of Kafka; 0 takes a free one; default: the one that is active in the gallery, and whichever is switched to.")
    private int kafkaPort = 9092;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Keeps Kafka's log, the gallery and the key there; default ~/.local/share/vigil.")
    private @Nullable Path data;

    @Option(
            names = "--embedder",
            paramLabel = "ID",
            description =
                    "The network that compares faces, of './vigil models list'; default: the one that is active in the gallery, and whichever is switched to.")
    private @Nullable String embedder;

    @Option(
            names = "--detector",
            paramLabel = "ID",
            description = "The network that finds faces, of './vigil models list'; default ${DEFAULT-VALUE}.")
    private String detector = Catalogue.DETECTOR;

    QuickstartCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        Path folder = data == null ? DataFolder.defaultRoot(terminal.env()) : data;
        QuickstartOptions options = new QuickstartOptions(
                people,
                CameraArgument.parseAll(cameras),
                untilEnd,
                events,
                port,
                kafkaPort,
                folder,
                embedder,
                detector);
        new Quickstart(terminal, options).run();
        return 0;
    }
}
