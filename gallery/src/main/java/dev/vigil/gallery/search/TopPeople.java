package dev.vigil.gallery.search;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * The best k people seen so far, each by their best face: by score, then by the person's id, so that the result does not depend
 * on the order of the rows. Not thread-safe.
 */
final class TopPeople {
    private final int k;
    private final List<Entry> entries;

    private record Entry(float score, Owner owner, String face) {}

    TopPeople(int k) {
        this.k = k;
        this.entries = new ArrayList<>(Math.min(k, 64));
    }

    /** A face that scores less changes nothing. */
    float floor() {
        return entries.size() < k ? Float.NEGATIVE_INFINITY : entries.get(entries.size() - 1).score;
    }

    /** Considers a face, whose id is asked for only if it is among the best. */
    void offer(float score, Owner owner, Supplier<String> face) {
        if (score < floor()) {
            return;
        }
        int held = indexOf(owner);
        if (held < 0) {
            if (entries.size() < k || isBetter(score, owner, entries.get(entries.size() - 1))) {
                place(new Entry(score, owner, face.get()));
            }
            return;
        }
        Entry before = entries.get(held);
        if (score >= before.score) {
            String id = face.get();
            if (score > before.score || id.compareTo(before.face) < 0) {
                entries.remove(held);
                place(new Entry(score, owner, id));
            }
        }
    }

    /** Best first, the scores cut to [-1, 1], which rounding may exceed. */
    List<Answer.Hit> hits() {
        return entries.stream()
                .map(entry -> new Answer.Hit(entry.owner.id(), entry.face, Math.max(-1, Math.min(1, entry.score))))
                .toList();
    }

    private void place(Entry entry) {
        int at = entries.size();
        while (at > 0 && isBetter(entry.score, entry.owner, entries.get(at - 1))) {
            at--;
        }
        entries.add(at, entry);
        if (entries.size() > k) {
            entries.remove(k);
        }
    }

    private static boolean isBetter(float score, Owner owner, Entry than) {
        return score > than.score || (score == than.score && owner.id().compareTo(than.owner.id()) < 0);
    }

    private int indexOf(Owner owner) {
        for (int i = 0; i < entries.size(); i++) {
            if (entries.get(i).owner == owner) {
                return i;
            }
        }
        return -1;
    }
}
