package dev.vigil.vision.model;

import dev.vigil.runtime.error.UserError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One writer at a time in a folder, over threads and processes: a lock in this process and a lock on the file {@code .lock},
 * which the system gives back when a process dies.
 */
final class FolderLock implements AutoCloseable {
    private static final Map<Path, ReentrantLock> HERE = new ConcurrentHashMap<>();

    private final ReentrantLock here;
    private final FileChannel channel;

    private FolderLock(ReentrantLock here, FileChannel channel) {
        this.here = here;
        this.channel = channel;
    }

    /**
     * Waits until the folder is free; makes it where it is missing.
     *
     * @param waiting called once if another process has it
     * @throws UserError if the folder can't be written
     */
    static FolderLock of(Path folder, Runnable waiting) {
        ReentrantLock here = HERE.computeIfAbsent(made(folder), path -> new ReentrantLock());
        here.lock();
        try {
            FileChannel channel =
                    FileChannel.open(folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            acquire(channel, waiting);
            return new FolderLock(here, channel);
        } catch (IOException e) {
            here.unlock();
            throw Folders.unwritable(folder, e);
        }
    }

    /** One path for one folder, whatever links lead to it. */
    private static Path made(Path folder) {
        try {
            return Files.createDirectories(folder).toRealPath();
        } catch (IOException e) {
            throw Folders.unwritable(folder, e);
        }
    }

    private static void acquire(FileChannel channel, Runnable waiting) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            if (lock == null) {
                waiting.run();
                channel.lock();
            }
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            here.unlock();
        }
    }
}
