package dev.vigil.gallery.server;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** A real file system of a few megabytes, which can be filled to the last byte. */
final class SmallDisk implements AutoCloseable {
    private final Path at;

    private SmallDisk(Path at) {
        this.at = at;
    }

    /** Mounts one of {@code size}, as {@code 2m}, at an empty folder; where that isn't allowed, the test is left out with a sentence. */
    static SmallDisk mount(Path at, String size) throws IOException, InterruptedException {
        Assumptions.assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", at.toString()),
                "This user may not mount a small file system: what a full disk does is not tried.");
        return new SmallDisk(at);
    }

    /** Leaves no room for another byte. */
    void fill() throws IOException {
        try (OutputStream out = Files.newOutputStream(filler())) {
            while (true) {
                out.write(new byte[512]);
            }
        } catch (IOException e) {
            if (!String.valueOf(e.getMessage()).contains("space")) {
                throw e;
            }
        }
    }

    /** Makes room again. */
    void free() throws IOException {
        Files.delete(filler());
    }

    private Path filler() {
        return at.resolve("filler");
    }

    /** Unmounts it, though something may still be mapped. */
    @Override
    public void close() throws IOException, InterruptedException {
        if (!run("umount", "-l", at.toString())) {
            throw new IOException(at + " can't be unmounted.");
        }
    }

    private static boolean run(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(List.of(command))
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false; // there is no such program
        }
    }
}
