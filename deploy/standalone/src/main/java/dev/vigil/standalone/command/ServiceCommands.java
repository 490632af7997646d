package dev.vigil.standalone.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vigil.runtime.config.ConfigReader;
import dev.vigil.standalone.data.DataFolder;
import dev.vigil.standalone.service.Services;
import dev.vigil.standalone.service.VigilConfig;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code vigil ingest}, {@code vigil recognizer}, {@code vigil gallery}, {@code vigil webhooks}: one service each, for real deployments. */
final class ServiceCommands {
    private ServiceCommands() {}

    /** What they have in common. */
    private abstract static class ServiceCommand implements Callable<Integer> {
        final Terminal terminal;

        @Option(
                names = "--config",
                required = true,
                paramLabel = "vigil.yaml",
                description = "The configuration; each key may be overridden, as by VIGIL_GALLERY_PORT.")
        private @Nullable Path config;

        ServiceCommand(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() throws InterruptedException {
            VigilConfig read = read();
            Logging.serviceLines(terminal.env());
            run(new Services(read, terminal::say));
            return 0;
        }

        /** The configuration as the file is now. */
        final VigilConfig read() {
            return ConfigReader.read(file(), terminal.env(), VigilConfig.class);
        }

        final Path file() {
            return Objects.requireNonNull(config);
        }

        abstract void run(Services services) throws InterruptedException;
    }

    @Command(
            name = "ingest",
            description = "Runs the cameras: their frames go to Kafka.",
            mixinStandardHelpOptions = true)
    static final class IngestCommand extends ServiceCommand {
        IngestCommand(Terminal terminal) {
            super(terminal);
        }

        @Override
        void run(Services services) throws InterruptedException {
            services.ingest(file(), this::read, state());
        }

        /** Of each configuration its own. */
        private Path state() {
            CRC32 sum = new CRC32();
            sum.update(file().toAbsolutePath().normalize().toString().getBytes(UTF_8));
            String name = "cameras-" + HexFormat.of().toHexDigits((int) sum.getValue()) + ".json";
            return DataFolder.defaultRoot(terminal.env()).resolve(Path.of("ingest", name));
        }
    }

    @Command(
            name = "gallery",
            description = "Runs the gallery: people, faces, search.",
            mixinStandardHelpOptions = true)
    static final class GalleryCommand extends ServiceCommand {
        GalleryCommand(Terminal terminal) {
            super(terminal);
        }

        @Override
        void run(Services services) throws InterruptedException {
            services.gallery();
        }
    }

    @Command(
            name = "webhooks",
            description =
                    "Tells the targets of the section webhooks of alerts and recognitions, by signed HTTP requests that are repeated until they are taken.",
            mixinStandardHelpOptions = true)
    static final class WebhooksCommand extends ServiceCommand {
        WebhooksCommand(Terminal terminal) {
            super(terminal);
        }

        @Override
        void run(Services services) throws InterruptedException {
            services.webhooks();
        }
    }

    @Command(
            name = "recognizer",
            description =
                    "Runs the recognizer: the streams, the photo API, the console. Its networks must be there ('vigil models get default').",
            mixinStandardHelpOptions = true)
    static final class RecognizerCommand extends ServiceCommand {
        RecognizerCommand(Terminal terminal) {
            super(terminal);
        }

        @Override
        void run(Services services) throws InterruptedException {
            services.recognizer(new LocalModels(terminal).store());
        }
    }
}
