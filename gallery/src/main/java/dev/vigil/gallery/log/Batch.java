package dev.vigil.gallery.log;

import dev.vigil.gallery.audit.AuditEntry;
import dev.vigil.gallery.event.GalleryKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Plans that are carried out in one transaction. Each was made against the same state, so they concern different people; a plan
 * about anything else than one person (a watchlist, a merge, a setting) is a batch by itself. Not thread-safe.
 */
final class Batch {
    private static final int MOST_CHANGES = 500;
    private static final int MOST_JOBS = 512;

    private final List<Job.Prepared<?>> prepared = new ArrayList<>();
    private final List<Change> changes = new ArrayList<>();
    private final List<AuditEntry> audit = new ArrayList<>();
    private final Set<String> people = new HashSet<>();
    private boolean alone;

    /** Whether a plan about this person or thing has to wait for the next batch. */
    boolean concerns(String id) {
        return people.contains(id);
    }

    /** A plan about this one waits for the next batch, and so do all after it. */
    void defer(String id) {
        people.add(id);
    }

    /** Takes the plan in; false where it has to wait for the next batch, and be made anew. */
    boolean add(Job.Prepared<?> one) {
        Set<String> concerned = new HashSet<>(Set.of(one.job().id()));
        boolean wide = false;
        for (Change change : one.plan().changes()) {
            Optional<String> person = person(change.key());
            person.ifPresent(concerned::add);
            wide |= person.isEmpty();
        }
        if (!prepared.isEmpty() && (wide || concerned.stream().anyMatch(people::contains))) {
            return false;
        }
        prepared.add(one);
        changes.addAll(one.plan().changes());
        audit.addAll(one.plan().audit());
        people.addAll(concerned);
        alone = wide;
        return true;
    }

    /** Whose key it is; empty where it is not one of a person. */
    static Optional<String> person(GalleryKey key) {
        if (key instanceof GalleryKey.OfPerson of) {
            return Optional.of(of.person());
        }
        if (key instanceof GalleryKey.OfFace of) {
            return Optional.of(of.person());
        }
        return key instanceof GalleryKey.OfNegative of ? Optional.of(of.person()) : Optional.empty();
    }

    /** A change more, of nobody's plan. */
    void append(Change change) {
        changes.add(change);
    }

    /** Whether no more plans are taken. */
    boolean isFull() {
        return alone || changes.size() >= MOST_CHANGES || prepared.size() >= MOST_JOBS;
    }

    boolean isEmpty() {
        return prepared.isEmpty();
    }

    /** All changes, in the order of the plans. */
    List<Change> changes() {
        return changes;
    }

    /** What the audit is told of them. */
    List<AuditEntry> audit() {
        return audit;
    }

    /** Answers all. */
    void succeed(Position position) {
        prepared.forEach(one -> one.succeed(position));
    }

    /** Answers all with 503. */
    void fail(String sentence, Exception why) {
        prepared.forEach(one -> one.fail(sentence, why));
    }
}
