package dev.vigil.gallery.snapshot;

import dev.vigil.gallery.seal.Vault;
import dev.vigil.gallery.state.StateView;
import dev.vigil.runtime.json.Json;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * The file of a snapshot: {@link Envelope}, then sealed in chunks {@link SnapshotHead}, {@link StateView}, what the engine writes, and a
 * mark. It is there whole or not at all: written beside its place, brought to the disk, then moved there.
 */
final class SnapshotFile {
    private static final String NAME = "gallery.snapshot";
    private static final String DRAFT = "gallery.snapshot.draft";
    private static final int END = 0x56454E44;
    private static final int BUFFER = 256 * 1024;
    private static final int MOST_HEAD_BYTES = 1 << 28;

    private final Path folder;

    /** The one of that folder. */
    SnapshotFile(Path folder) {
        this.folder = folder;
    }

    /** What writes, or reads, the engine's part. */
    @FunctionalInterface
    interface Part<S> {
        void run(S stream) throws IOException;
    }

    /** Whether it looks at a head and goes on. */
    @FunctionalInterface
    interface HeadCheck {
        /**
         * Looks.
         *
         * @throws IOException with the reason why this snapshot is of no use
         */
        void check(SnapshotHead head) throws IOException;
    }

    /** What was read before the engine's part. */
    record Loaded(SnapshotHead head, StateView state) {}

    /** What reads the engine's part, given what came before. */
    @FunctionalInterface
    interface EngineReader<E> {
        E read(SnapshotHead head, InputStream in) throws IOException;
    }

    boolean exists() {
        return Files.exists(folder.resolve(NAME));
    }

    /** Deletes it, and what an interrupted writing left. */
    void delete() throws IOException {
        Files.deleteIfExists(folder.resolve(DRAFT));
        Files.deleteIfExists(folder.resolve(NAME));
        sync(folder);
    }

    /**
     * Replaces it. If that fails, what was there before still is.
     *
     * @throws IOException if it can't be written, as where the disk is full
     */
    void write(Vault vault, SnapshotHead head, StateView state, Part<OutputStream> engine) throws IOException {
        Path draft = folder.resolve(DRAFT);
        try {
            try (FileChannel channel = FileChannel.open(
                    draft, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
                write(Channels.newOutputStream(channel), vault, head, state, engine);
                channel.force(true);
            }
            Files.move(draft, folder.resolve(NAME), StandardCopyOption.ATOMIC_MOVE);
            sync(folder);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    static void write(OutputStream to, Vault vault, SnapshotHead head, StateView state, Part<OutputStream> engine)
            throws IOException {
        BufferedOutputStream buffered = new BufferedOutputStream(to, BUFFER);
        Envelope envelope = Envelope.create(vault);
        buffered.write(envelope.header().toArray());
        SealedOutput sealed =
                new SealedOutput(buffered, envelope.key(), envelope.header().toArray());
        DataOutputStream out = new DataOutputStream(sealed);
        byte[] json = Json.bytes(head);
        out.writeInt(json.length);
        out.write(json);
        state.write(out);
        engine.run(out);
        out.writeInt(END);
        sealed.finish();
    }

    /**
     * Reads it.
     *
     * @param check is asked before the most is read
     * @throws IOException with the reason, if it can't be used
     */
    <E> E read(Vault vault, HeadCheck check, EngineReader<E> engine, Part<Loaded> loaded) throws IOException {
        try (FileChannel channel = FileChannel.open(folder.resolve(NAME), StandardOpenOption.READ)) {
            DataInputStream plain = new DataInputStream(Channels.newInputStream(channel));
            Envelope envelope = Envelope.read(plain, vault);
            byte[] header = envelope.header().toArray();
            try (SealedInput sealed = new SealedInput(channel, header.length, envelope.key(), header)) {
                DataInputStream in = new DataInputStream(new BufferedInputStream(sealed, BUFFER));
                SnapshotHead head = head(in);
                check.check(head);
                StateView state = StateView.read(in);
                E read = engine.read(head, in);
                if (in.readInt() != END || in.read() >= 0) {
                    throw new IOException("it does not end where it should");
                }
                loaded.run(new Loaded(head, state));
                return read;
            }
        }
    }

    private static SnapshotHead head(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > MOST_HEAD_BYTES) {
            throw new IOException("its head is damaged");
        }
        byte[] json = new byte[length];
        in.readFully(json);
        return Json.read(json, SnapshotHead.class);
    }

    private static void sync(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
