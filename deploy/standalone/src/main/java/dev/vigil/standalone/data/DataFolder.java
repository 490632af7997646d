package dev.vigil.standalone.data;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vigil.gallery.seal.KeyEncryptionKey;
import dev.vigil.runtime.error.UserError;
import dev.vigil.runtime.file.OwnerOnlyFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The folder where the standalone mode keeps what outlives it, held by one process at a time: {@code kafka/} is the broker's log,
 * {@code admin.key} the administrator's key, {@code encryption.key} what the gallery's log is encrypted by, {@code vigil.lock} says who holds it.
 */
public final class DataFolder implements AutoCloseable {
    /** What must be free on its disk, in bytes: less, and Kafka would soon give up. */
    public static final long LEAST_FREE_BYTES = 512L * 1024 * 1024;

    private static final String LOCK = "vigil.lock";

    private final Path root;
    private final FileChannel lock;

    private DataFolder(Path root, FileChannel lock) {
        this.root = root;
        this.lock = lock;
    }

    /** Where it lies unless {@code --data} says otherwise: {@code $XDG_DATA_HOME/vigil}, else {@code ~/.local/share/vigil}. */
    public static Path defaultRoot(Map<String, String> env) {
        String xdg = env.get("XDG_DATA_HOME");
        return xdg != null && Path.of(xdg).isAbsolute()
                ? Path.of(xdg, "vigil")
                : Home.of(env).resolve(Path.of(".local", "share", "vigil"));
    }

    /**
     * Creates the folder if need be, and holds it until {@link #close}.
     *
     * @throws UserError if it is no folder, can't be written, its disk is nearly full, or another process holds it
     */
    public static DataFolder open(Path root) {
        Path folder = root.toAbsolutePath().normalize();
        FileChannel channel = null;
        try {
            if (Files.exists(folder) && !Files.isDirectory(folder)) {
                throw new UserError(folder + " is a file, not a folder: choose another with --data.");
            }
            Files.createDirectories(folder);
            requireSpace(folder);
            channel = FileChannel.open(
                    folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            hold(channel, folder);
            return new DataFolder(folder, channel);
        } catch (IOException e) {
            closeQuietly(channel);
            throw unwritable(folder, e);
        } catch (UserError e) {
            closeQuietly(channel);
            throw e;
        }
    }

    /** The folder itself. */
    public Path root() {
        return root;
    }

    /** The broker's log. */
    public Path kafka() {
        return root.resolve("kafka");
    }

    /** The administrator's key: that of the file, or a new one that is written to it. */
    public String adminKey() {
        return AdminKey.of(root).readOrCreate();
    }

    /** The file with the keys that encrypt the gallery's log; it is made where there is none. */
    public Path encryptionKey() {
        Path file = root.resolve("encryption.key");
        if (!Files.exists(file)) {
            OwnerOnlyFile.create(file, KeyEncryptionKey.newKey() + "\n");
        }
        return file;
    }

    /** The gallery's snapshot. */
    public Path snapshot() {
        return root.resolve("snapshot");
    }

    /** Lets another process hold it. */
    @Override
    public void close() {
        try {
            lock.close(); // the file stays: removing it would let two processes hold two locks
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void requireSpace(Path folder) throws IOException {
        long free = Files.getFileStore(folder).getUsableSpace();
        if (free < LEAST_FREE_BYTES) {
            throw new UserError(
                    507,
                    "The disk of " + folder + " has " + free / (1024 * 1024) + " MB free, and "
                            + LEAST_FREE_BYTES / (1024 * 1024)
                            + " MB are needed: make room, or choose another folder with --data.");
        }
    }

    private static void hold(FileChannel channel, Path folder) throws IOException {
        @Nullable FileLock held;
        try {
            held = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            held = null; // this very process
        }
        if (held == null) {
            String holder = readHolder(channel);
            throw new UserError(
                    409,
                    "The data folder " + folder + " is in use by another vigil"
                            + (holder.isEmpty() ? "" : " (process " + holder + ")")
                            + ": stop that one, or choose another folder with --data.");
        }
        channel.truncate(0);
        channel.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(UTF_8)), 0);
    }

    private static String readHolder(FileChannel channel) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(32);
        channel.read(text, 0);
        return new String(text.array(), 0, text.position(), UTF_8).trim();
    }

    private static UserError unwritable(Path folder, IOException e) {
        String why = e instanceof AccessDeniedException
                ? "permission denied"
                : e instanceof FileSystemException f && f.getReason() != null
                        ? f.getReason()
                        : String.valueOf(e.getMessage());
        return new UserError(
                400, "The data folder " + folder + " can't be written (" + why + "): choose another with --data.", e);
    }

    private static void closeQuietly(@Nullable FileChannel channel) {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
