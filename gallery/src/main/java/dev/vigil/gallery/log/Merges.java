package dev.vigil.gallery.log;

import dev.vigil.gallery.audit.AuditEntry;
import dev.vigil.gallery.event.GalleryKey;
import dev.vigil.gallery.event.MergeIntent;
import dev.vigil.gallery.state.GalleryState;
import dev.vigil.runtime.error.UserError;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Merges two people, who may lie in partitions of different owners. A merge is an intent, {@code merge:SURVIVOR:ABSORBED}, in the
 * survivor's partition; from then on each partition's owner does its half, as the log says how far it is:
 *
 * <ol>
 *   <li>the absorbed person's owner marks them, {@code merging:ABSORBED}: nothing of theirs changes from then on, and they can't be
 *       erased;
 *   <li>the survivor's owner writes the faces and negatives that the survivor does not have yet, a hundred in a transaction;
 *   <li>when the survivor has all, the absorbed person's owner erases them, mark included, in one transaction;
 *   <li>the survivor's owner removes the intent.
 * </ol>
 *
 * Every step is planned against the state, and does nothing where it has been done: a process may be killed between any two, and the
 * next owner goes on. Where the absorbed person is gone before the mark, the intent is removed, and nothing has happened. Thread-safe.
 */
public final class Merges {
    private final GalleryLog log;
    private final GalleryState state;
    private final Clock clock;

    Merges(GalleryLog log, GalleryState state, Clock clock) {
        this.log = log;
        this.state = state;
        this.clock = clock;
    }

    /**
     * Begins a merge, which goes on by itself from then on; {@link #await} waits for it. One that is under way already is returned.
     *
     * @param most how many faces a person may have
     * @param entry what the audit is told
     * @throws NotOwner where another replica writes the survivor's partition
     * @throws UserError with 404 where one of the two is not there, 409 where one is part of another merge, 422 where they are the
     *     same or would have too many faces, 503 as {@link GalleryLog#write}
     */
    public Written<MergeIntent> begin(String survivor, String absorbed, int most, AuditEntry entry) {
        if (survivor.equals(absorbed)) {
            throw new UserError(422, "A person can't be merged with themselves: name two.");
        }
        return log.write(new Write<>(survivor, now -> plan(now, survivor, absorbed, most, entry)));
    }

    private Plan<MergeIntent> plan(GalleryState now, String survivor, String absorbed, int most, AuditEntry entry) {
        Optional<MergeIntent> begun = now.merge(survivor, absorbed);
        if (begun.isPresent()) {
            return Plan.nothing(begun.get());
        }
        for (String id : new String[] {survivor, absorbed}) {
            if (now.person(id).isEmpty()) {
                throw new UserError(404, "There is no person '" + id + "'.");
            }
            if (isBusy(now, id)) {
                throw new UserError(
                        409, "The person '" + id + "' is part of another merge: try again when that one is done.");
            }
        }
        Set<String> faces = new HashSet<>(now.faceIds(survivor));
        faces.addAll(now.faceIds(absorbed));
        if (faces.size() > most) {
            throw new UserError(
                    422,
                    "The two have " + faces.size() + " faces together; a person has at most " + most
                            + ": remove some first.");
        }
        MergeIntent intent = new MergeIntent(survivor, absorbed, clock.instant().truncatedTo(ChronoUnit.MILLIS));
        return Plan.of(intent, new Change(new GalleryKey.OfMerge(survivor, absorbed), intent))
                .audited(entry);
    }

    private static boolean isBusy(GalleryState now, String id) {
        return now.merging(id).isPresent()
                || now.merges().stream()
                        .anyMatch(other ->
                                other.survivor().equals(id) || other.absorbed().equals(id));
    }

    /**
     * Waits until the merge is done: the survivor has everything, and the absorbed person is gone.
     *
     * @return false where it takes longer; it goes on all the same
     */
    public boolean await(MergeIntent merge, Duration timeout) throws InterruptedException {
        return state.awaitMerged(merge.survivor(), merge.absorbed(), timeout);
    }
}
