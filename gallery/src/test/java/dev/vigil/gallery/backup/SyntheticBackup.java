package dev.vigil.gallery.backup;

import dev.vigil.gallery.event.FaceTemplate;
import dev.vigil.gallery.event.Person;
import dev.vigil.gallery.event.Severity;
import dev.vigil.gallery.event.Watchlist;
import dev.vigil.runtime.embedding.Embedding;
import dev.vigil.runtime.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A backup of people who never were, each with one face, made without a gallery. */
public final class SyntheticBackup {
    private static final Instant MADE = Instant.parse("2026-01-01T00:00:00Z");
    private static final String MODEL = "m";

    private final OutputStream out;
    private final MessageDigest digest = BackupWriter.sha256();
    private long lines;

    private SyntheticBackup(OutputStream out) {
        this.out = out;
    }

    /** Of so many people, {@code p0} and on, whose faces have so many numbers, and one watchlist that the first is on. */
    public static byte[] of(int people, int dimension) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            write(bytes, people, dimension);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return bytes.toByteArray();
    }

    /** The same to a stream, which the caller closes. */
    public static void write(OutputStream out, int people, int dimension) throws IOException {
        SyntheticBackup backup = new SyntheticBackup(out);
        backup.line(BackupLine.of(
                new BackupLine.Header(BackupLine.VERSION, MADE, people, people, Map.of(MODEL, dimension))));
        backup.line(BackupLine.of(
                new Watchlist("vip", "VIP", Severity.INFO, null, null, List.of(), null, null, MADE, MADE, 1)));
        for (int i = 0; i < people; i++) {
            String id = "p" + i;
            List<String> watchlists = i == 0 ? List.of("vip") : List.of();
            backup.line(BackupLine.of(new Person(id, "Person " + i, "", watchlists, false, null, MADE, MADE, 3)));
            backup.line(BackupLine.of(
                    new FaceTemplate("f" + i, id, MODEL, embedding(i, dimension), "photo-" + i, 0.9f, null, MADE)));
        }
        String sum = HexFormat.of().formatHex(backup.digest.digest());
        out.write(Json.bytes(BackupLine.of(new BackupLine.Trailer(backup.lines, people, people, sum))));
        out.write('\n');
    }

    private void line(BackupLine line) throws IOException {
        byte[] json = Json.bytes(line);
        out.write(json);
        out.write('\n');
        digest.update(json);
        digest.update((byte) '\n');
        lines++;
    }

    /** The embedding of that person's face. */
    public static Embedding embedding(int person, int dimension) {
        Random random = new Random(person);
        float[] values = new float[dimension];
        for (int i = 0; i < dimension; i++) {
            values[i] = random.nextFloat() - 0.5f;
        }
        return Embedding.normalised(values);
    }
}
