package dev.vigil.gallery.backup;

import dev.vigil.gallery.event.FaceTemplate;
import dev.vigil.gallery.event.Negative;
import dev.vigil.gallery.event.Person;
import dev.vigil.runtime.error.UserError;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes of lines the things that are imported at once. For one reading, by one thread. */
final class ItemAssembler {
    private static final int MOST_FACES = 10_000;

    private @Nullable Person person;
    private long personLine;
    private List<FaceTemplate> faces = new ArrayList<>();
    private List<Negative> negatives = new ArrayList<>();

    /**
     * Takes a line.
     *
     * @return what is whole now: the person before it, or what stands on the line itself
     * @throws UserError 422 where it is one face too many
     */
    List<ImportItem> take(BackupLine line, long number) {
        List<ImportItem> whole = new ArrayList<>(1);
        if (line.settings() != null) {
            whole.add(ImportedThing.of(number, line.settings()));
        } else if (line.watchlist() != null) {
            whole.add(ImportedThing.of(number, line.watchlist()));
        } else if (line.person() != null) {
            finish().ifPresent(whole::add);
            person = line.person();
            personLine = number;
        } else if (line.face() != null) {
            faces.add(line.face());
            if (faces.size() > MOST_FACES) {
                throw new UserError(
                        422,
                        "Line " + number + " of the backup is one face too many: a person has at most " + MOST_FACES
                                + ".");
            }
        } else if (line.negative() != null) {
            negatives.add(line.negative());
        }
        return whole;
    }

    /** The last person, after the last line. */
    Optional<ImportItem> finish() {
        Optional<ImportItem> whole =
                Optional.ofNullable(person).map(one -> new ImportedPerson(personLine, one, faces, negatives));
        person = null;
        faces = new ArrayList<>();
        negatives = new ArrayList<>();
        return whole;
    }
}
