package dev.vigil.standalone.chaos;

import dev.vigil.standalone.chaos.Recorded.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The alerts are those that anybody works out from the recognitions, as decision 35 says: each match of somebody on a watchlist is a
 * stay, from where it is first said to where the track was last seen, and a moment counts whenever it lies in a stay, a cool-down or
 * more after the one before. Moments that one alert told of at once, since it came late, are one.
 */
final class AlertCheck {
    static final String RULE = "alerts";

    private AlertCheck() {}

    /**
     * Somebody was there.
     *
     * @param certain up to where that is sure
     * @param until up to where it may have been told
     * @param told where on its camera's partition it is first said
     */
    private record Stay(String track, Instant since, Instant certain, Instant until, long told) {}

    /** How many alerts there had to be; what is wrong is added to {@code violations}. */
    static int check(Recorded recorded, Duration cooldown, List<Violation> violations) {
        Map<String, List<Stay>> stays = stays(recorded.recognitions());
        Map<String, TreeMap<Instant, Event>> alerts = new LinkedHashMap<>();
        for (Event alert : recorded.alerts()) {
            String key = key(alert.text("/watchlist"), alert);
            Event twin = alerts.computeIfAbsent(key, each -> new TreeMap<>()).put(alert.time("/appearedAt"), alert);
            if (twin != null) {
                wrong(
                        violations,
                        "Two alerts tell of " + key + " at " + alert.text("/appearedAt") + ": " + twin.where() + " and "
                                + alert.where() + ".");
            }
        }
        int expected = 0;
        for (Map.Entry<String, List<Stay>> each : stays.entrySet()) {
            TreeMap<Instant, Event> raised = alerts.getOrDefault(each.getKey(), new TreeMap<>());
            alerts.remove(each.getKey());
            expected += walk(each.getKey(), each.getValue(), raised, cooldown, violations);
        }
        alerts.forEach((key, raised) -> wrong(
                violations,
                "Alerts tell of " + key + ", who was never recognised: "
                        + raised.firstEntry().getValue().where()));
        return expected;
    }

    private static String key(String watchlist, Event event) {
        return watchlist + "/" + event.text("/person/id") + "/" + event.text("/camera/id");
    }

    private static Map<String, List<Stay>> stays(List<Event> recognitions) {
        Map<String, List<Event>> episodes = new LinkedHashMap<>();
        for (Event event : recognitions) {
            episodes.computeIfAbsent(event.text("/episode"), episode -> new ArrayList<>())
                    .add(event);
        }
        Map<String, List<Stay>> stays = new HashMap<>();
        for (List<Event> events : episodes.values()) {
            for (int i = 0; i < events.size(); i++) {
                add(stays, events, i);
            }
        }
        stays.values().forEach(list -> list.sort(Comparator.comparingLong(Stay::told)));
        return stays;
    }

    /** The stay that begins with this event, if one does. */
    private static void add(Map<String, List<Stay>> stays, List<Event> events, int from) {
        Event first = events.get(from);
        boolean goesOn = from > 0 && who(events.get(from - 1)).equals(who(first));
        if (!first.text("/decision").equals("match") || goesOn) {
            return;
        }
        int to = from;
        while (to + 1 < events.size() && who(events.get(to + 1)).equals(who(first))) {
            to++;
        }
        Instant certain = events.get(to).time("/track/lastSeen");
        Instant until = to + 1 < events.size() ? events.get(to + 1).time("/track/lastSeen") : certain;
        Stay stay = new Stay(first.text("/track/id"), first.time("/track/lastSeen"), certain, until, first.offset());
        first.value()
                .at("/person/watchlists")
                .forEach(watchlist -> stays.computeIfAbsent(key(watchlist.asText(), first), key -> new ArrayList<>())
                        .add(stay));
    }

    private static String who(Event event) {
        return event.text("/decision") + " " + event.text("/person/id");
    }

    private static int walk(
            String key, List<Stay> stays, Map<Instant, Event> raised, Duration cooldown, List<Violation> violations) {
        TreeMap<Instant, Event> left = new TreeMap<>(raised);
        int expected = 0;
        @Nullable Instant last = null;
        Instant told = Instant.MIN;
        for (Stay stay : stays) {
            if (last != null && stay.since.isBefore(last.minus(cooldown))) {
                last = null; // a clock was set back: time begins anew
                told = Instant.MIN;
            }
            Instant due = last == null ? stay.since : latest(stay.since, last.plus(cooldown));
            while (!due.isAfter(stay.until)) {
                Event alert = left.remove(due);
                if (alert != null) {
                    expected++;
                    told = alert.time("/track/lastSeen");
                } else if (due.isAfter(told) && due.isAfter(stay.certain)) {
                    break;
                } else if (due.isAfter(told)) {
                    expected++;
                    wrong(
                            violations,
                            "No alert tells of " + key + " at " + due + ": they were there from " + stay.since + " to "
                                    + stay.until + " (track " + stay.track + "), and the one before was at " + last
                                    + ".");
                }
                last = due;
                due = due.plus(cooldown);
            }
        }
        left.forEach((at, alert) -> wrong(
                violations,
                "An alert tells of " + key + " at " + at + " (" + alert.where()
                        + "), where the recognitions give none; track " + alert.text("/track/id") + "."));
        return expected;
    }

    private static Instant latest(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static void wrong(List<Violation> violations, String what) {
        violations.add(new Violation(RULE, what));
    }
}
