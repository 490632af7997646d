package dev.vigil.gallery.backup;

import dev.vigil.gallery.event.FaceTemplate;
import dev.vigil.gallery.event.GalleryKey;
import dev.vigil.gallery.event.Negative;
import dev.vigil.gallery.event.Person;
import dev.vigil.runtime.error.UserError;
import dev.vigil.runtime.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads a backup line by line, and checks each: what is damaged is named by its line. Its memory holds one line. For one reading, by
 * one thread.
 */
public final class BackupReader {
    private static final int MOST_LINE = 8 * 1024 * 1024;

    private final LineReader in;
    private final MessageDigest digest = BackupWriter.sha256();
    private BackupLine.@Nullable Header header;
    private @Nullable String person;
    private final boolean whole;
    private byte @Nullable [] raw;
    private boolean ended;
    private long line;
    private long people;
    private long faces;

    /** Reads from {@code in}, which the caller closes. */
    public BackupReader(InputStream in) {
        this(in, /* whole= */ true);
    }

    private BackupReader(InputStream in, boolean whole) {
        this.in = new LineReader(in, MOST_LINE);
        this.whole = whole;
    }

    /** Reads lines that are a part of a backup, with neither header nor trailer. */
    static BackupReader ofPart(InputStream in) {
        return new BackupReader(in, /* whole= */ false);
    }

    /**
     * The next line, of settings, a watchlist, a person, a face or a negative; null after the trailer.
     *
     * @throws UserError 422 where a line is damaged or out of place, or the file has been cut off
     * @throws IOException if it can't be read
     */
    public @Nullable BackupLine next() throws IOException {
        byte[] bytes = readLine();
        if (bytes == null) {
            if (!whole) {
                return null;
            }
            throw damaged(
                    header == null
                            ? "there is nothing: it is no backup"
                            : "the file ends without its trailer: it was cut off");
        }
        line++;
        BackupLine read = parse(bytes);
        if (header == null && whole) {
            header = header(read);
            update(bytes);
            return next();
        }
        raw = bytes;
        if (read.trailer() != null) {
            check(read.trailer());
            ended = true;
            if (readLine() != null) {
                line++;
                throw damaged("something follows the trailer");
            }
            return null;
        }
        update(bytes);
        checkPlace(read);
        return read;
    }

    /** The header, once the first line has been read. */
    public BackupLine.@Nullable Header header() {
        return header;
    }

    /** The line that was read last, as it came. */
    byte[] raw() {
        return Objects.requireNonNull(raw, "Nothing has been read.");
    }

    /** The number of the line that was read last, from 1. */
    public long line() {
        return line;
    }

    /** How many people were read. */
    public long people() {
        return people;
    }

    /** How many faces were read. */
    public long faces() {
        return faces;
    }

    /** Whether the trailer has been read and holds. */
    public boolean isComplete() {
        return ended;
    }

    private BackupLine parse(byte[] bytes) {
        BackupLine read;
        try {
            read = Json.read(bytes, BackupLine.class);
        } catch (UncheckedIOException e) {
            throw new UserError(422, sentence("it is no line of a backup"), e);
        }
        if (read == null || !read.isOneThing()) {
            throw damaged("it is no line of a backup");
        }
        return read;
    }

    private BackupLine.Header header(BackupLine read) {
        BackupLine.Header found = read.header();
        if (found == null || found.created() == null || found.models() == null) {
            throw damaged("it is no header: this is no backup, or its beginning is missing");
        }
        if (found.version() != BackupLine.VERSION) {
            throw damaged("the backup is of version " + found.version() + ", and this Vigil reads version "
                    + BackupLine.VERSION);
        }
        return found;
    }

    private void check(BackupLine.Trailer trailer) {
        String sum = HexFormat.of().formatHex(digest.digest());
        if (trailer.lines() != line - 1 || trailer.people() != people || trailer.faces() != faces) {
            throw damaged("the trailer counts " + trailer.lines() + " lines, " + trailer.people() + " people and "
                    + trailer.faces() + " faces, and there are " + (line - 1) + ", " + people + " and " + faces);
        }
        if (!sum.equals(trailer.sha256())) {
            throw damaged("the checksum is another's: a line before it was changed");
        }
    }

    private void checkPlace(BackupLine read) {
        if (read.header() != null) {
            throw damaged("there is a second header");
        }
        if (read.watchlist() != null) {
            checkId(read.watchlist().id());
        } else if (read.person() != null) {
            checkPerson(read.person());
            person = read.person().id();
            people++;
        } else if (read.face() != null) {
            checkFace(read.face());
            faces++;
        } else if (read.negative() != null) {
            checkNegative(read.negative());
        }
    }

    private void checkPerson(Person read) {
        checkId(read.id());
        if (read.name() == null
                || read.note() == null
                || read.createdAt() == null
                || read.updatedAt() == null
                || read.version() < 1) {
            throw damaged("the person lacks a field");
        }
    }

    private void checkFace(FaceTemplate read) {
        checkId(read.id());
        checkOwner(read.person());
        if (read.model() == null || read.embedding() == null || read.source() == null || read.createdAt() == null) {
            throw damaged("the face lacks a field");
        }
        Integer dimension = header == null ? null : header.models().get(read.model());
        if (whole && (dimension == null || dimension != read.embedding().dimension())) {
            throw damaged("the face has " + read.embedding().dimension() + " numbers of the model " + read.model()
                    + ", which is not what the header says");
        }
    }

    private void checkNegative(Negative read) {
        checkId(read.id());
        checkOwner(read.person());
        if (read.model() == null || read.embedding() == null || read.source() == null || read.createdAt() == null) {
            throw damaged("the negative example lacks a field");
        }
    }

    private void checkId(@Nullable String id) {
        if (id == null || !GalleryKey.ID.matcher(id).matches()) {
            throw damaged("the id is none");
        }
    }

    private void checkOwner(@Nullable String owner) {
        if (person == null || !person.equals(owner)) {
            throw damaged("it does not belong to the person before it");
        }
    }

    private void update(byte[] bytes) {
        digest.update(bytes);
        digest.update((byte) '\n');
    }

    private byte @Nullable [] readLine() throws IOException {
        try {
            return in.next();
        } catch (LineReader.TooLongException e) {
            line++;
            throw new UserError(422, sentence("it is longer than " + MOST_LINE + " bytes"), e);
        }
    }

    private UserError damaged(String what) {
        return new UserError(422, sentence(what));
    }

    private String sentence(String what) {
        return "Line " + line + " of the backup is not usable: " + what + ".";
    }
}
