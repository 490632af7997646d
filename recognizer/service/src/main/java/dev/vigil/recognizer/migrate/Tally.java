package dev.vigil.recognizer.migrate;

import dev.vigil.gallery.event.Person;
import dev.vigil.recognizer.migrate.MigrationReport.LeftOut;
import dev.vigil.recognizer.migrate.MigrationReport.Likeness;
import dev.vigil.recognizer.migrate.MigrationReport.Whom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Counts what becomes of each picture. Thread-safe. */
final class Tally {
    private final String from;
    private final String to;
    private final List<Whom> without = new ArrayList<>();
    private final List<LeftOut> leftOut = new ArrayList<>();
    private final List<Float> likenesses = new ArrayList<>();
    private int people;
    private int already;
    private int fromCrops;
    private int fromPhotos;

    Tally(String from, String to) {
        this.from = from;
        this.to = to;
    }

    /** A person who has faces is done. */
    synchronized void person(Person person, boolean held) {
        people++;
        if (!held) {
            without.add(new Whom(person.id(), person.name()));
        }
    }

    synchronized void already() {
        already++;
    }

    synchronized void fromCrop() {
        fromCrops++;
    }

    synchronized void fromPhoto() {
        fromPhotos++;
    }

    synchronized void likeness(@Nullable Float likeness) {
        if (likeness != null) {
            likenesses.add(likeness);
        }
    }

    synchronized void leftOut(Person person, String source, String reason) {
        leftOut.add(new LeftOut(person.id(), person.name(), source, reason));
    }

    /** All together, in the order of people's ids. */
    synchronized MigrationReport report() {
        List<Float> sorted = likenesses.stream().sorted().toList();
        return new MigrationReport(
                from,
                to,
                people,
                already + fromCrops + fromPhotos + leftOut.size(),
                already,
                fromCrops,
                fromPhotos,
                without.stream().sorted(Comparator.comparing(Whom::id)).toList(),
                leftOut.stream()
                        .sorted(Comparator.comparing(LeftOut::person).thenComparing(LeftOut::source))
                        .toList(),
                sorted.isEmpty() ? null : new Likeness(sorted.get(sorted.size() / 2), sorted.get(0)));
    }
}
