package dev.vigil.standalone.service;

import dev.vigil.ingest.Ingest;
import dev.vigil.runtime.error.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the configuration file every two seconds, by its content: so a replaced link, as Kubernetes makes them, is noticed too. A
 * file that is wrong changes nothing, which is said once.
 */
final class ConfigWatch implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ConfigWatch.class);
    private static final long PERIOD_MS = 2_000;
    private static final byte[] NOTHING = new byte[0];

    private final Path file;
    private final Supplier<VigilConfig> again;
    private final Ingest ingest;
    private byte[] seen;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "vigil-config");
        thread.setDaemon(true);
        return thread;
    });

    private ConfigWatch(Path file, Supplier<VigilConfig> again, Ingest ingest) {
        this.file = file;
        this.again = again;
        this.ingest = ingest;
        this.seen = content();
    }

    /** Watches {@code file}, which {@code again} reads, until it is closed. */
    static ConfigWatch start(Path file, Supplier<VigilConfig> again, Ingest ingest) {
        ConfigWatch watch = new ConfigWatch(file, again, ingest);
        var unused = watch.timer.scheduleWithFixedDelay(watch::look, PERIOD_MS, PERIOD_MS, TimeUnit.MILLISECONDS);
        return watch;
    }

    private void look() {
        byte[] now = content();
        if (Arrays.equals(now, seen)) {
            return;
        }
        seen = now;
        try {
            boolean more = ingest.reload(again.get().ingest());
            log.info(
                    "The configuration was read again: the cameras are as it says.{}",
                    more ? " Other settings of ingest have changed, too: they need a restart." : "");
        } catch (UserError e) {
            log.warn("The changed configuration is not used, everything stays as it was: {}", e.sentence());
        } catch (RuntimeException e) { // the edge of the thread
            log.error("The changed configuration can't be used.", e);
        }
    }

    /** The file's bytes; nothing where it can't be read. */
    private byte[] content() {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            return NOTHING;
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
