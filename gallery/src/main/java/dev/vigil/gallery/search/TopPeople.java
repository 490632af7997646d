package dev.vigil.gallery.search;

import java.util.ArrayList;
import java.util.List;

/**
 * The best k people seen so far, each by their best face: by score, then by the person's id, so that the result does not depend
 * on the order of the rows. Not thread-safe.
 */
final class TopPeople {
    private final Owner[] owners;
    private final String[] faces;
    private final float[] scores;
    private int size;

    TopPeople(int k) {
        owners = new Owner[k];
        faces = new String[k];
        scores = new float[k];
    }

    /** A face that scores less changes nothing. */
    float floor() {
        return size < scores.length ? Float.NEGATIVE_INFINITY : scores[size - 1];
    }

    /** Considers a face. */
    void offer(float score, Owner owner, String face) {
        int held = indexOf(owner);
        if (held >= 0) {
            if (score > scores[held] || (score == scores[held] && face.compareTo(faces[held]) < 0)) {
                place(held, score, owner, face);
            }
        } else if (size < scores.length) {
            size++;
            place(size - 1, score, owner, face);
        } else if (better(score, owner, size - 1)) {
            place(size - 1, score, owner, face);
        }
    }

    /** Best first, the scores cut to [-1, 1], which rounding may exceed. */
    List<Answer.Hit> hits() {
        List<Answer.Hit> hits = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            hits.add(new Answer.Hit(owners[i].id, faces[i], Math.max(-1, Math.min(1, scores[i]))));
        }
        return hits;
    }

    /** Puts a face where {@code hole} is, after moving those that it beats down by one. */
    private void place(int hole, float score, Owner owner, String face) {
        int at = hole;
        while (at > 0 && better(score, owner, at - 1)) {
            owners[at] = owners[at - 1];
            faces[at] = faces[at - 1];
            scores[at] = scores[at - 1];
            at--;
        }
        owners[at] = owner;
        faces[at] = face;
        scores[at] = score;
    }

    private boolean better(float score, Owner owner, int than) {
        return score > scores[than] || (score == scores[than] && owner.id.compareTo(owners[than].id) < 0);
    }

    private int indexOf(Owner owner) {
        for (int i = 0; i < size; i++) {
            if (owners[i] == owner) {
                return i;
            }
        }
        return -1;
    }
}
