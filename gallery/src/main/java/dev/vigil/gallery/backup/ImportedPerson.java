package dev.vigil.gallery.backup;

import dev.vigil.gallery.audit.Actor;
import dev.vigil.gallery.audit.AuditEntry;
import dev.vigil.gallery.event.FaceTemplate;
import dev.vigil.gallery.event.GalleryKey;
import dev.vigil.gallery.event.Negative;
import dev.vigil.gallery.event.Person;
import dev.vigil.gallery.log.Change;
import dev.vigil.gallery.log.Plan;
import dev.vigil.gallery.state.GalleryState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A person of a backup with all that is theirs: imported in one transaction, so that nobody is ever there by half. Importing the same
 * again changes nothing.
 *
 * @param line of the backup where the person begins
 * @param person with the id, times and version of the backup
 * @param faces with their ids
 * @param negatives with their ids
 */
record ImportedPerson(long line, Person person, List<FaceTemplate> faces, List<Negative> negatives)
        implements ImportItem {
    /** Copies the lists. */
    ImportedPerson {
        faces = List.copyOf(faces);
        negatives = List.copyOf(negatives);
    }

    @Override
    public String id() {
        return person.id();
    }

    @Override
    public Plan<ImportOutcome> plan(GalleryState state, ImportPolicy policy, Actor actor) {
        Optional<Person> held = state.person(person.id());
        boolean same = held.filter(there -> sameAs(there, policy)).isPresent();
        if (held.isPresent() && !same) {
            boolean stays = policy == ImportPolicy.KEEP
                    || (policy == ImportPolicy.NEWER && held.get().version() >= person.version());
            if (stays) {
                return Plan.nothing(ImportOutcome.KEPT);
            }
        }
        List<Change> changes = new ArrayList<>();
        if (!same) {
            long version = held.filter(there -> there.version() >= person.version())
                    .map(there -> there.version() + 1)
                    .orElse(person.version());
            changes.add(new Change(new GalleryKey.OfPerson(person.id()), withVersion(version)));
        }
        addFaces(state, policy, changes);
        if (changes.isEmpty()) {
            return Plan.nothing(ImportOutcome.SAME);
        }
        AuditEntry entry = new AuditEntry(
                "person.import",
                actor,
                new GalleryKey.OfPerson(person.id()).text(),
                Map.of("keys", Integer.toString(changes.size())));
        return new Plan<>(ImportOutcome.IMPORTED, changes, List.of(entry));
    }

    /** Where the backup's replaces what is there, a version of its own is no difference. */
    private boolean sameAs(Person held, ImportPolicy policy) {
        return held.equals(policy == ImportPolicy.REPLACE ? withVersion(held.version()) : person);
    }

    private Person withVersion(long version) {
        return new Person(
                person.id(),
                person.name(),
                person.note(),
                person.watchlists(),
                person.ignored(),
                person.consent(),
                person.createdAt(),
                person.updatedAt(),
                version);
    }

    /** Those that are missing; where the backup's replaces what is there, those that it lacks go. */
    private void addFaces(GalleryState state, ImportPolicy policy, List<Change> changes) {
        String id = person.id();
        Set<String> held = new HashSet<>(state.faceIds(id));
        faces.stream()
                .filter(face -> !held.contains(face.id()))
                .forEach(face -> changes.add(new Change(new GalleryKey.OfFace(id, face.id()), face)));
        Set<String> denied = state.negatives(id).stream().map(Negative::id).collect(Collectors.toSet());
        negatives.stream()
                .filter(negative -> !denied.contains(negative.id()))
                .forEach(negative -> changes.add(new Change(new GalleryKey.OfNegative(id, negative.id()), negative)));
        if (policy == ImportPolicy.REPLACE) {
            faces.forEach(face -> held.remove(face.id()));
            held.forEach(face -> changes.add(new Change(new GalleryKey.OfFace(id, face), null)));
        }
    }
}
