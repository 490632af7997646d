package dev.vigil.gallery.search;

import dev.vigil.runtime.embedding.Embedding;
import java.util.List;
import java.util.stream.IntStream;

/** The faces of one model and dimension: embeddings of different spaces never meet. One writer, any number of searches. */
final class Space {
    private static final int LEAST_TO_COMPACT = Rows.CHUNK;

    private final int dimension;
    private final Census census = new Census();

    private volatile Rows rows = Rows.empty();

    Space(int dimension) {
        this.dimension = dimension;
    }

    Census census() {
        return census;
    }

    boolean isEmpty() {
        return rows.size() == rows.removed();
    }

    /** Adds a face, or replaces the owner's face of that id in one step. */
    void put(Owner owner, String face, Embedding embedding) {
        Owner.Slot old = owner.faces.get(face);
        Rows base = rows;
        if (old == null) {
            census.gained(owner);
        } else {
            base = base.remove(old.row());
        }
        owner.faces.put(face, new Owner.Slot(this, base.size()));
        rows = base.append(embedding.toArray(), owner, face);
        compact();
    }

    /** Removes the owner's face, which lies here. */
    void remove(Owner owner, String face, int row) {
        owner.faces.remove(face);
        census.lost(owner);
        rows = rows.remove(row);
        compact();
    }

    Answer search(Query query) {
        Rows state = rows;
        long now = query.now().toEpochMilli();
        float[][] probes = query.probes().stream().map(Embedding::toArray).toArray(float[][]::new);
        TopPeople[] best = IntStream.range(0, probes.length)
                .mapToObj(i -> new TopPeople(query.k()))
                .toArray(TopPeople[]::new);
        state.forEach(dimension, (values, offset, owner, face) -> {
            for (int i = 0; i < probes.length; i++) {
                float score = DotProduct.of(probes[i], 0, values, offset, dimension);
                if (score >= best[i].floor() && owner.until() > now && owner.passes(query.filter())) {
                    best[i].offer(score, owner, face);
                }
            }
        });
        return new Answer(
                census.searchable(now),
                List.of(best).stream().map(TopPeople::hits).toList());
    }

    /** Copies what is left once more than half is gone: a slot is used once, so that no search sees a row change. */
    private void compact() {
        Rows sparse = rows;
        if (sparse.size() < LEAST_TO_COMPACT || sparse.removed() * 2 <= sparse.size()) {
            return;
        }
        Rows[] dense = {Rows.empty()};
        sparse.forEach(dimension, (values, offset, owner, face) -> {
            float[] row = new float[dimension];
            System.arraycopy(values, offset, row, 0, dimension);
            owner.faces.put(face, new Owner.Slot(this, dense[0].size()));
            dense[0] = dense[0].append(row, owner, face);
        });
        rows = dense[0];
    }
}
