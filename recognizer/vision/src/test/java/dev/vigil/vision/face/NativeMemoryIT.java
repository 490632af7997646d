package dev.vigil.vision.face;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vigil.vision.picture.Picture;
import dev.vigil.vision.picture.UnreadablePictureException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ten thousand pictures through every stage: what the process holds must not grow. */
class NativeMemoryIT {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final int PICTURES = 10_000;
    private static final int PARTS = 5;
    private static final int WARM_UP = 1_000;
    private static final int MAX_GROWTH_MB = 64;

    @Test
    void staysFlatOverTenThousandPictures(@TempDir Path folder) throws IOException {
        assumeTrue(Files.isReadable(STATUS), "only Linux says what a process holds");
        byte[] photo = Files.readAllBytes(Samples.unpack(folder).resolve("labeled_face/laura tilling/image(6).jpg"));
        try (FaceModels models = Samples.models();
                FaceAnalyzer analyzer = models.newAnalyzer(new DetectorSettings(96, 96, .65f, .4f))) {
            assertThat(run(analyzer, photo, WARM_UP)).isEqualTo(WARM_UP);
            List<Long> megabytes = new ArrayList<>(List.of(nativeMegabytes()));
            for (int part = 0; part < PARTS; part++) {
                assertThat(run(analyzer, photo, PICTURES / PARTS)).isEqualTo(PICTURES / PARTS);
                megabytes.add(nativeMegabytes());
            }
            System.err.println("Native memory, MB, after each " + PICTURES / PARTS + " pictures: " + megabytes);
            long growth = megabytes.get(PARTS) - Collections.min(megabytes);
            assertThat(growth)
                    .describedAs("growth since the least of %s MB", megabytes)
                    .isLessThan(MAX_GROWTH_MB);
        }
    }

    private static int run(FaceAnalyzer analyzer, byte[] file, int count) {
        int faces = 0;
        for (int i = 0; i < count; i++) {
            try (Picture picture = Picture.decode(file)) {
                List<Face> found = analyzer.locate(picture, analyzer.detect(picture));
                faces += found.size();
                picture.cropJpeg(found.get(0).box(), .3f, 100, 8_192);
                assertUnreadable(Arrays.copyOf(file, file.length / 2 + i % 100));
                if (i % 10 == 0) {
                    analyzer.embed(picture, found);
                }
            }
        }
        return faces;
    }

    private static void assertUnreadable(byte[] file) {
        try (Picture picture = Picture.decode(file)) {
            assertThat(picture).describedAs("half a file").isNull();
        } catch (UnreadablePictureException e) {
            assertThat(e.sentence()).isNotBlank();
        }
    }

    /** What the process holds, less the Java heap, which grows and shrinks as it likes. */
    private static long nativeMegabytes() throws IOException {
        System.gc();
        long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getCommitted() / 1024;
        return (residentKilobytes() - heap) / 1024;
    }

    private static long residentKilobytes() throws IOException {
        return Files.readAllLines(STATUS).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }
}
