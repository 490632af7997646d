package dev.vigil.gallery.server;

import dev.vigil.gallery.backup.BackupTransfer;
import dev.vigil.gallery.backup.ImportPolicy;
import dev.vigil.gallery.backup.Imported;
import dev.vigil.gallery.backup.SyntheticBackup;
import dev.vigil.gallery.broker.TestBroker;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;

/**
 * Measures how fast a gallery goes into an empty cluster and out of it, on a broker of its own in this JVM: {@code PEOPLE [REPLICAS]}.
 * One face of 512 numbers each, encrypted, audited. Not a test: it is run by hand.
 */
final class BackupMeasure {
    private static final int DIMENSION = 512;

    private BackupMeasure() {}

    public static void main(String[] args) throws Exception {
        int people = Integer.parseInt(args[0]);
        int replicas = args.length > 1 ? Integer.parseInt(args[1]) : 1;
        Path folder = Files.createTempDirectory("vigil-backup");
        Path file = folder.resolve("backup.ndjson");
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
            SyntheticBackup.write(out, people, DIMENSION);
        }
        List<RunningGallery> all = new ArrayList<>();
        try (TestBroker broker = TestBroker.start(folder)) {
            String topic = broker.createChangedTopic("measured");
            for (int i = 0; i < replicas; i++) {
                all.add(RunningGallery.replica(broker.client(), topic, TestBroker.freePort(), ""));
            }
            all.forEach(RunningGallery::awaitReady);
            Awaitility.await()
                    .until(() ->
                            all.stream().allMatch(one -> IntStream.range(0, 4).anyMatch(one.gallery.log()::owns)));
            RunningGallery one = all.get(0);
            long begin = System.nanoTime();
            Imported done;
            try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 20)) {
                done = new BackupTransfer(one.base(), "admin").load(in, ImportPolicy.NEWER);
            }
            tell("import, " + replicas + " replica(s), " + done.imported() + " imported", people, begin);
            begin = System.nanoTime();
            new BackupTransfer(one.base(), "admin").export(OutputStream.nullOutputStream());
            tell("export", people, begin);
        } finally {
            for (RunningGallery one : all) {
                one.close();
            }
        }
        Runtime.getRuntime().halt(0);
    }

    private static void tell(String what, int people, long begin) {
        double seconds = (System.nanoTime() - begin) / 1e9;
        System.out.printf(
                Locale.ROOT,
                "%s: %.1f s, %.0f people/s, 1 M in %.1f min%n",
                what,
                seconds,
                people / seconds,
                1e6 / (people / seconds) / 60);
    }
}
