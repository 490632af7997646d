package dev.vigil.standalone.replay;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.vigil.recognizer.event.Recognition;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * How a track was decided in the end.
 *
 * @param decision its label; {@code undecided} where there was none yet, or it is kept no more
 * @param person id of whom it names; null where it names nobody
 * @param name of that person, as the event has it
 */
public record Outcome(
        String decision, @Nullable String person, @Nullable String name) implements Comparable<Outcome> {
    static final Outcome UNDECIDED = new Outcome("undecided", null, null);

    private static final Comparator<Outcome> ORDER =
            Comparator.comparing(Outcome::decision).thenComparing(Outcome::text);

    static Outcome of(Recognition event) {
        Recognition.PersonRef person = event.person();
        return person == null
                ? new Outcome(event.decision().label(), null, null)
                : new Outcome(event.decision().label(), person.id(), person.name());
    }

    /** The same person by name, as in a folder of people, where the name is the id. */
    Outcome byName() {
        return new Outcome(decision, name, name);
    }

    /** For people: the decision, and whom it names. */
    @JsonIgnore
    public String text() {
        return name == null ? decision : decision + " " + name;
    }

    @Override
    public int compareTo(Outcome other) {
        return ORDER.compare(this, other);
    }
}
