package dev.vigil.standalone.quickstart;

import dev.vigil.recognizer.photo.Enroller;
import dev.vigil.recognizer.photo.Enrolment;
import dev.vigil.runtime.error.UserError;
import dev.vigil.standalone.command.FailedException;
import dev.vigil.standalone.command.Photos;
import dev.vigil.standalone.command.Terminal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Enrols a folder of people: a refused photo is named with its reason and left out; a photo enrols once, over re-runs too. */
final class Enrolling {
    private final Terminal terminal;
    private final Enroller enroller;
    private final BooleanSupplier stopped;

    /** Asks {@code stopped} before each photo whether to go on. */
    Enrolling(Terminal terminal, Enroller enroller, BooleanSupplier stopped) {
        this.terminal = terminal;
        this.enroller = enroller;
        this.stopped = stopped;
    }

    /**
     * Enrols everybody.
     *
     * @throws FailedException naming those of whom no photo could be enrolled, or if it was stopped
     */
    void enrol(List<PeopleFolder.Member> people) {
        List<String> without = new ArrayList<>();
        int given = people.stream().mapToInt(person -> person.photos().size()).sum();
        terminal.say("looking at " + given + " photos of " + people.size() + " people …");
        int photos = 0;
        for (PeopleFolder.Member person : people) {
            int enrolled = 0;
            for (Path photo : person.photos()) {
                enrolled += enrol(person.name(), photo) ? 1 : 0;
            }
            photos += enrolled;
            if (enrolled == 0) {
                without.add(person.name());
            }
            terminal.progress(
                    person.name() + ": " + enrolled + " of " + person.photos().size() + " photos");
        }
        if (!without.isEmpty()) {
            throw new FailedException("No photo of " + String.join(", ", without)
                    + " could be enrolled: add a sharp one that shows that person alone.");
        }
        terminal.say("enrolled " + people.size() + " people by " + photos + " photos");
    }

    private boolean enrol(String name, Path photo) {
        if (stopped.getAsBoolean()) {
            throw new FailedException("stopped while people were enrolled");
        }
        try {
            Enrolment enrolment = enroller.enrolNamed(name, Photos.read(photo));
            if (enrolment instanceof Enrolment.Refused refused) {
                terminal.say(photo + " is left out: " + refused.sentence());
                return false;
            }
            return true;
        } catch (UserError e) {
            terminal.say(photo + " is left out: " + e.sentence());
            return false;
        }
    }
}
