package dev.vigil.standalone.chaos;

import dev.vigil.standalone.chaos.Recorded.Event;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** No id stands for two contents, and no event bears two ids. */
final class IdCheck {
    static final String RULE = "ids";

    private IdCheck() {}

    /** What is wrong is added to {@code violations}. */
    static void check(Recorded recorded, List<Violation> violations) {
        ids(recorded.accounts(), IdCheck::account, violations);
        ids(recorded.sightings(), IdCheck::sighting, violations);
        ids(recorded.recognitions(), IdCheck::recognition, violations);
        ids(recorded.alerts(), IdCheck::alert, violations);
    }

    private static String account(Event event) {
        return String.join(
                " ",
                event.text("/service"),
                event.text("/camera"),
                event.text("/session"),
                event.text("/firstSequence"),
                event.text("/lastSequence"),
                event.text("/until"));
    }

    private static String sighting(Event event) {
        boolean present = event.text("/phase").equals("present");
        return event.text("/track") + " " + event.text("/phase") + " "
                + (present ? event.text("/sequence") : event.text("/revision"));
    }

    private static String recognition(Event event) {
        return event.text("/episode") + " " + event.text("/revision");
    }

    private static String alert(Event event) {
        return event.text("/watchlist") + " " + event.text("/person/id") + " " + event.text("/camera/id") + " "
                + event.text("/appearedAt");
    }

    private static void ids(List<Event> events, Function<Event, String> same, List<Violation> violations) {
        Map<String, Event> byId = new HashMap<>();
        Map<String, Event> byContent = new HashMap<>();
        for (Event event : events) {
            Event before = byId.putIfAbsent(event.id(), event);
            if (before != null && !before.digest().equals(event.digest())) {
                violations.add(new Violation(
                        RULE,
                        "The id " + event.id() + " stands for two contents: " + before.where() + " and " + event.where()
                                + "."));
            }
            Event twin = byContent.putIfAbsent(same.apply(event), event);
            if (twin != null && !twin.id().equals(event.id())) {
                violations.add(new Violation(
                        RULE,
                        "One event has two ids: " + twin.id() + " at " + twin.where() + " and " + event.id() + " at "
                                + event.where() + "."));
            }
        }
    }
}
