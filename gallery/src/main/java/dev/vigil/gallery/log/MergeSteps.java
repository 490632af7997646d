package dev.vigil.gallery.log;

import dev.vigil.gallery.audit.Actor;
import dev.vigil.gallery.audit.AuditEntry;
import dev.vigil.gallery.event.FaceTemplate;
import dev.vigil.gallery.event.GalleryKey;
import dev.vigil.gallery.event.MergeIntent;
import dev.vigil.gallery.event.Negative;
import dev.vigil.gallery.event.Person;
import dev.vigil.gallery.state.GalleryState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the two owners' halves of a merge come to, given the state. Pure; each result says whether something was done. */
final class MergeSteps {
    private MergeSteps() {}

    /** Marks the absorbed person, who is not to change from then on. */
    static Plan<Boolean> mark(GalleryState state, MergeIntent merge) {
        String absorbed = merge.absorbed();
        boolean survives =
                state.merges().stream().anyMatch(other -> other.survivor().equals(absorbed));
        if (!isOpen(state, merge)
                || survives
                || state.person(absorbed).isEmpty()
                || state.merging(absorbed).isPresent()) {
            return Plan.nothing(false);
        }
        return Plan.of(true, new Change(new GalleryKey.OfMerging(absorbed), merge));
    }

    /** Takes the mark of a merge away that is no longer wanted; the survivor's partition has been read to its end. */
    static Plan<Boolean> unmark(GalleryState state, MergeIntent merge) {
        return isOpen(state, merge) || !isMarked(state, merge)
                ? Plan.nothing(false)
                : Plan.of(true, new Change(new GalleryKey.OfMerging(merge.absorbed()), null));
    }

    /** Erases the absorbed person, all of whose faces and negatives the survivor has. */
    static Plan<Boolean> absorb(GalleryState state, MergeIntent merge) {
        String absorbed = merge.absorbed();
        if (!isOpen(state, merge) || !isMarked(state, merge) || !isCopied(state, merge)) {
            return Plan.nothing(false);
        }
        List<Change> changes = new ArrayList<>();
        changes.add(new Change(new GalleryKey.OfPerson(absorbed), null));
        state.faceIds(absorbed).forEach(face -> changes.add(new Change(new GalleryKey.OfFace(absorbed, face), null)));
        state.negatives(absorbed)
                .forEach(one -> changes.add(new Change(new GalleryKey.OfNegative(absorbed, one.id()), null)));
        changes.add(new Change(new GalleryKey.OfMerging(absorbed), null));
        return new Plan<>(true, changes, List.of(entry("person.absorb", absorbed, Map.of("into", merge.survivor()))));
    }

    /** Writes these faces and negatives of the absorbed person as the survivor's, as far as the survivor does not have them. */
    static Plan<Boolean> copy(
            GalleryState state, MergeIntent merge, List<FaceTemplate> faces, List<Negative> negatives) {
        String survivor = merge.survivor();
        if (!isOpen(state, merge) || !isMarked(state, merge)) {
            return Plan.nothing(false);
        }
        List<Change> changes = new ArrayList<>();
        for (FaceTemplate face : faces) {
            if (state.face(survivor, face.id()).isEmpty()) {
                changes.add(new Change(new GalleryKey.OfFace(survivor, face.id()), of(face, survivor)));
            }
        }
        for (Negative one : negatives) {
            if (!hasNegative(state, survivor, one.id())) {
                changes.add(new Change(new GalleryKey.OfNegative(survivor, one.id()), of(one, survivor)));
            }
        }
        return new Plan<>(!changes.isEmpty(), changes);
    }

    /** Ends the merge; the absorbed person's partition has been read to its end. */
    static Plan<Boolean> end(GalleryState state, MergeIntent merge, Instant now) {
        if (!isOpen(state, merge)) {
            return Plan.nothing(false);
        }
        boolean gone = state.person(merge.absorbed()).isEmpty();
        Optional<MergeIntent> mark = state.merging(merge.absorbed());
        boolean lost = mark.isPresent() && !isMarked(state, merge);
        boolean entangled = mark.isEmpty()
                && state.merges().stream().anyMatch(other -> other.absorbed().equals(merge.survivor()));
        if (!gone && !lost && !entangled) {
            return Plan.nothing(false);
        }
        List<Change> changes = new ArrayList<>();
        changes.add(new Change(new GalleryKey.OfMerge(merge.survivor(), merge.absorbed()), null));
        if (gone) {
            state.person(merge.survivor())
                    .ifPresent(
                            person -> changes.add(new Change(new GalleryKey.OfPerson(person.id()), next(person, now))));
        }
        String outcome = gone ? "done" : "given up";
        return new Plan<>(
                true,
                changes,
                List.of(entry(
                        "person.merged", merge.survivor(), Map.of("absorbed", merge.absorbed(), "outcome", outcome))));
    }

    /** Whether the survivor has every face and negative of the absorbed person. */
    static boolean isCopied(GalleryState state, MergeIntent merge) {
        return state.faceIds(merge.absorbed()).stream()
                        .allMatch(face -> state.face(merge.survivor(), face).isPresent())
                && state.negatives(merge.absorbed()).stream()
                        .allMatch(one -> hasNegative(state, merge.survivor(), one.id()));
    }

    /** Whether the absorbed person is marked for this merge. */
    static boolean isMarked(GalleryState state, MergeIntent merge) {
        return state.merging(merge.absorbed()).filter(merge::equals).isPresent();
    }

    /** Whether the intent is there. */
    static boolean isOpen(GalleryState state, MergeIntent merge) {
        return state.merge(merge.survivor(), merge.absorbed())
                .filter(merge::equals)
                .isPresent();
    }

    /** Whether the person has that negative. */
    static boolean hasNegative(GalleryState state, String person, String negative) {
        return state.negatives(person).stream().anyMatch(one -> one.id().equals(negative));
    }

    private static FaceTemplate of(FaceTemplate face, String person) {
        return new FaceTemplate(
                face.id(),
                person,
                face.model(),
                face.embedding(),
                face.source(),
                face.quality(),
                face.crop(),
                face.createdAt());
    }

    private static Negative of(Negative one, String person) {
        return new Negative(one.id(), person, one.model(), one.embedding(), one.source(), one.createdAt());
    }

    private static Person next(Person person, Instant now) {
        return new Person(
                person.id(),
                person.name(),
                person.note(),
                person.watchlists(),
                person.ignored(),
                person.consent(),
                person.createdAt(),
                now,
                person.version() + 1);
    }

    private static AuditEntry entry(String action, String person, Map<String, String> detail) {
        return new AuditEntry(action, Actor.GALLERY, new GalleryKey.OfPerson(person).text(), detail);
    }
}
