package dev.vigil.vision.model;

import dev.vigil.runtime.error.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Folders that appear whole or not at all: filled under a name that starts with {@link #PARTIAL}, then moved. */
final class Folders {
    /** What an unfinished folder or file starts with. */
    static final String PARTIAL = ".partial-";

    private static final Logger LOG = LoggerFactory.getLogger(Folders.class);

    private Folders() {}

    /** A new unfinished folder beside its final place. */
    static Path partial(Path parent) throws IOException {
        Files.createDirectories(parent);
        return Files.createTempDirectory(parent, PARTIAL);
    }

    /** Puts a finished file or folder in its place, instead of what is there. */
    static void replace(Path finished, Path place) throws IOException {
        if (Files.isDirectory(place)) {
            Path old = partial(parent(place));
            move(place, old.resolve("old"));
            move(finished, place);
            discard(old);
            return;
        }
        move(finished, place);
    }

    private static void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Removes what killed writers left; only under the folder's lock. */
    static void sweep(Path parent) throws IOException {
        try (Stream<Path> children = Files.list(parent)) {
            for (Path child : children.filter(
                            path -> String.valueOf(path.getFileName()).startsWith(PARTIAL))
                    .toList()) {
                discard(child);
            }
        }
    }

    /** Removes what is of no use any more; what can't be removed now is swept away by the next writer. */
    static void discard(Path rest) {
        try {
            delete(rest);
        } catch (IOException e) {
            LOG.warn("{} can't be removed yet: {}", rest, e.toString());
        }
    }

    /** Removes a file, or a folder with all that is in it; links are not followed. */
    private static void delete(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        List<Path> all;
        try (Stream<Path> walk = Files.walk(root)) {
            all = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : all) {
            Files.delete(path);
        }
    }

    /** The sentence for a folder that can't be written. */
    static UserError unwritable(Path folder, IOException e) {
        return new UserError(
                507,
                "The folder " + folder + " can't be written (" + reason(e)
                        + "); free some space, mend its permissions, or name another one.",
                e);
    }

    private static String reason(IOException e) {
        String message = String.valueOf(e.getMessage());
        return e.getClass().getSimpleName().replace("Exception", "") + ": " + message;
    }

    /** The folder that something lies in. */
    static Path parent(Path path) {
        Path parent = path.toAbsolutePath().getParent();
        if (parent == null) {
            throw new IllegalArgumentException("The root of the file system is no place for files of ours.");
        }
        return parent;
    }
}
