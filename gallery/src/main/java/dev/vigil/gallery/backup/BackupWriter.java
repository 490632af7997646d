package dev.vigil.gallery.backup;

import dev.vigil.gallery.event.FaceTemplate;
import dev.vigil.gallery.event.Person;
import dev.vigil.gallery.log.Crops;
import dev.vigil.gallery.state.GalleryState;
import dev.vigil.gallery.state.HeldFace;
import dev.vigil.runtime.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Writes a gallery as it is, person by person; each person is written as they are at that moment. Its memory holds some hundred faces
 * at a time. For one export, by one thread.
 */
public final class BackupWriter {
    private static final int FACES_AT_ONCE = 500;
    private static final int PEOPLE_AT_ONCE = 200;

    private final GalleryState state;
    private final Crops crops;
    private final OutputStream out;
    private final MessageDigest digest = sha256();
    private long lines;
    private long people;
    private long faces;

    /** Writes to {@code out}, which the caller closes. */
    public BackupWriter(GalleryState state, Crops crops, OutputStream out) {
        this.state = state;
        this.crops = crops;
        this.out = out;
    }

    /**
     * Writes all of it.
     *
     * @param models how many numbers an embedding of each model has
     * @return how many people were written
     * @throws IOException if it can't be written
     * @throws dev.vigil.runtime.error.UserError 503 where Kafka does not show a crop
     */
    public long write(Instant now, Map<String, Integer> models) throws IOException {
        line(BackupLine.of(new BackupLine.Header(
                BackupLine.VERSION, now, state.peopleCount(), state.faceCount(), new TreeMap<>(models))));
        if (state.settings().isPresent()) {
            line(BackupLine.of(state.settings().get()));
        }
        for (var watchlist : state.watchlists()) {
            line(BackupLine.of(watchlist));
        }
        List<Person> some = new ArrayList<>();
        int held = 0;
        for (Iterator<Person> all = state.people().iterator(); all.hasNext(); ) {
            Person person = all.next();
            some.add(person);
            held += state.faceIds(person.id()).size();
            if (held >= FACES_AT_ONCE || some.size() >= PEOPLE_AT_ONCE) {
                write(some);
                some.clear();
                held = 0;
            }
        }
        write(some);
        byte[] trailer = Json.bytes(BackupLine.of(
                new BackupLine.Trailer(lines, people, faces, HexFormat.of().formatHex(digest.digest()))));
        out.write(trailer);
        out.write('\n');
        out.flush();
        return people;
    }

    /** Faces of several people are asked for at once: their crops come from the log. */
    private void write(List<Person> some) throws IOException {
        List<HeldFace> held = some.stream()
                .flatMap(person -> state.faces(person.id()).stream())
                .toList();
        Map<String, List<FaceTemplate>> whole =
                crops.whole(held).stream().collect(Collectors.groupingBy(FaceTemplate::person));
        for (Person person : some) {
            line(BackupLine.of(person));
            people++;
            for (FaceTemplate face : whole.getOrDefault(person.id(), List.of())) {
                line(BackupLine.of(face));
                faces++;
            }
            for (var negative : state.negatives(person.id())) {
                line(BackupLine.of(negative));
            }
        }
    }

    private void line(BackupLine line) throws IOException {
        byte[] json = Json.bytes(line);
        out.write(json);
        out.write('\n');
        digest.update(json);
        digest.update((byte) '\n');
        lines++;
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This JDK has no SHA-256.", e);
        }
    }
}
