package dev.vigil.gallery.review;

import dev.vigil.gallery.client.Candidate;
import dev.vigil.gallery.client.GalleryClient;
import dev.vigil.gallery.client.Identified;
import dev.vigil.gallery.client.Probes;
import dev.vigil.gallery.event.FaceTemplate;
import dev.vigil.gallery.event.Person;
import dev.vigil.gallery.review.Everybody.Known;
import dev.vigil.gallery.review.Findings.Bounds;
import dev.vigil.gallery.review.Findings.Missing;
import dev.vigil.gallery.review.Findings.Outlier;
import dev.vigil.gallery.review.Findings.Poor;
import dev.vigil.gallery.review.Findings.Repeated;
import dev.vigil.gallery.review.Findings.Twins;
import dev.vigil.gallery.review.Findings.Who;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * Looks for what is odd in a gallery: each face is searched among everybody, in batches, and compared with the person's others. Holds
 * one batch of faces at a time, and what it found. For one thread.
 */
public final class GalleryReview {
    private static final int BATCH = 64;
    /** The person's own and three others: who looks like four people is told with three of them. */
    private static final int CANDIDATES = 4;

    private final GalleryClient gallery;
    private final String model;
    private final Bounds bounds;
    private final List<Probe> batch = new ArrayList<>();
    private final Map<Pair, Twins> twins = new HashMap<>();
    private final List<Outlier> outliers = new ArrayList<>();
    private final List<Repeated> repeated = new ArrayList<>();
    private final List<Missing> missing = new ArrayList<>();
    private final List<Poor> poor = new ArrayList<>();
    private int people;
    private int faces;

    /** Over the faces of {@code model}. */
    public GalleryReview(GalleryClient gallery, String model, Bounds bounds) {
        this.gallery = gallery;
        this.model = model;
        this.bounds = bounds;
    }

    private record Probe(Who person, FaceTemplate face) {}

    private record Pair(String smaller, String larger) {
        static Pair of(String a, String b) {
            return a.compareTo(b) < 0 ? new Pair(a, b) : new Pair(b, a);
        }
    }

    /**
     * Goes through everybody.
     *
     * @param progress told how many people are read
     * @throws dev.vigil.gallery.client.GalleryAwayException where the gallery goes away
     * @throws dev.vigil.runtime.error.UserError where it refuses
     */
    public Findings run(IntConsumer progress) throws InterruptedException {
        Everybody.read(gallery, gallery.people(), known -> {
            look(known);
            progress.accept(++people);
        });
        search();
        return new Findings(
                model,
                people,
                faces,
                bounds,
                twins.values().stream()
                        .sorted(Comparator.comparing(Twins::score).reversed().thenComparing(t -> t.a().id()))
                        .toList(),
                outliers.stream().sorted(Comparator.comparing(Outlier::best)).toList(),
                repeated.stream()
                        .sorted(Comparator.comparing(Repeated::score).reversed())
                        .toList(),
                missing,
                poor.stream().sorted(Comparator.comparing(Poor::quality)).toList());
    }

    private void look(Known known) {
        Person person = known.person();
        Who who = new Who(person.id(), person.name());
        List<FaceTemplate> own = known.of(model);
        if (own.isEmpty()) {
            missing.add(new Missing(who, known.faces().size()));
        }
        faces += own.size();
        among(who, own);
        for (FaceTemplate face : own) {
            if (face.quality() < bounds.quality()) {
                poor.add(new Poor(who, face.id(), face.quality()));
            }
            batch.add(new Probe(who, face));
            if (batch.size() == BATCH) {
                search();
            }
        }
    }

    /** The person's faces among themselves. */
    private void among(Who who, List<FaceTemplate> own) {
        if (own.size() < 2) {
            return;
        }
        Likenesses alike = new Likenesses(own);
        for (int i = 0; i < own.size(); i++) {
            for (int j = i + 1; j < own.size(); j++) {
                if (alike.score(i, j) >= bounds.repeated()) {
                    repeated.add(new Repeated(who, own.get(i).id(), own.get(j).id(), alike.score(i, j)));
                }
            }
        }
        List<List<Integer>> groups = alike.groups(bounds.outlier());
        List<Integer> main = groups.get(0);
        for (List<Integer> odd : groups.subList(1, groups.size())) {
            int[] nearest = alike.nearest(odd, main);
            outliers.add(new Outlier(
                    who,
                    odd.stream().map(index -> own.get(index).id()).toList(),
                    own.get(nearest[1]).id(),
                    alike.score(nearest[0], nearest[1])));
        }
    }

    /** The batch among everybody else. */
    private void search() {
        if (batch.isEmpty()) {
            return;
        }
        Identified found = gallery.identify(new Probes(
                model,
                CANDIDATES,
                batch.stream().map(probe -> probe.face().embedding()).toList()));
        for (int i = 0; i < batch.size(); i++) {
            for (Candidate candidate : found.results().get(i).candidates()) {
                pair(batch.get(i), candidate);
            }
        }
        batch.clear();
    }

    private void pair(Probe probe, Candidate candidate) {
        if (candidate.person().equals(probe.person().id()) || candidate.score() < bounds.twins()) {
            return;
        }
        Who other = new Who(candidate.person(), candidate.name());
        boolean first = probe.person().id().compareTo(other.id()) < 0;
        String face = probe.face().id();
        Twins pair = first
                ? new Twins(probe.person(), other, face, candidate.face(), candidate.score())
                : new Twins(other, probe.person(), candidate.face(), face, candidate.score());
        twins.merge(
                Pair.of(probe.person().id(), other.id()),
                pair,
                (before, after) -> after.score() > before.score() ? after : before);
    }
}
