package dev.vigil.standalone.chaos;

import dev.vigil.standalone.chaos.Recorded.Event;
import dev.vigil.standalone.chaos.Recorded.Frame;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Every frame is accounted for: per session the recognizer's ranges follow each other without gap and overlap up to the last frame,
 * and what they say is what lies on the topic; ingest's ranges say how many of their frames lie there.
 */
final class FrameCheck {
    static final String RULE = "frames";

    private final List<Violation> violations = new ArrayList<>();
    private final Totals totals = new Totals();

    /** What all sessions come to. */
    static final class Totals {
        long frames;
        long processed;
        long deadLettered;
        long dropped;
        long repeated;
        final Map<String, Long> skipped = new LinkedHashMap<>();
        int sessions;
    }

    /** One session as its topic shows it. */
    private static final class Session {
        final String camera;
        final String id;
        final TreeSet<Long> inTime = new TreeSet<>();
        final TreeSet<Long> all = new TreeSet<>();
        long repeated;
        long first = Long.MAX_VALUE;
        long end = -1;
        boolean over;

        Session(String camera, String id) {
            this.camera = camera;
            this.id = id;
        }

        void add(Frame frame) {
            first = Math.min(first, frame.sequence());
            if (frame.kind() == Recorded.Kind.FRAME) {
                all.add(frame.sequence());
                if (over || (!inTime.isEmpty() && frame.sequence() <= inTime.last())) {
                    repeated++;
                } else {
                    inTime.add(frame.sequence());
                }
            } else if (frame.kind() == Recorded.Kind.ENDED && !over) {
                end = frame.sequence();
                over = true;
            }
        }

        /** The last number that the recognizer must have come to. */
        long last() {
            long highest = inTime.isEmpty() ? first - 1 : inTime.last();
            return Math.max(highest, end - 1);
        }
    }

    private FrameCheck() {}

    /** What is wrong, in {@code violations}. */
    static Totals check(Recorded recorded, List<Violation> violations) {
        FrameCheck check = new FrameCheck();
        Map<String, Session> sessions = sessions(recorded.frames());
        Map<String, List<Event>> recognizers = new HashMap<>();
        Map<String, List<Event>> ingests = new HashMap<>();
        for (Event account : recorded.accounts()) {
            Map<String, List<Event>> whose = account.text("/service").equals("ingest") ? ingests : recognizers;
            whose.computeIfAbsent(key(account.text("/camera"), account.text("/session")), each -> new ArrayList<>())
                    .add(account);
        }
        sessions.forEach((key, session) -> {
            check.recognizer(session, recognizers.getOrDefault(key, List.of()));
            if (!session.camera.equals(Poison.CAMERA)) {
                check.ingest(session, ingests.getOrDefault(key, List.of()));
            }
        });
        unnumbered(recorded, recognizers.values(), check);
        recognizers.keySet().stream()
                .filter(key -> !sessions.containsKey(key))
                .forEach(key -> check.wrong("An account is of the session " + key + ", of which no frame came."));
        check.totals.sessions = sessions.size();
        violations.addAll(check.violations);
        return check.totals;
    }

    /** What bears no number is counted for its camera, from the first frame on by which that is known. */
    private static void unnumbered(Recorded recorded, Collection<List<Event>> recognizers, FrameCheck check) {
        Map<String, Long> came = new HashMap<>();
        for (Frame frame : recorded.frames()) {
            boolean unreadable = frame.kind() == Recorded.Kind.UNREADABLE;
            if (!unreadable || came.containsKey(frame.camera())) {
                came.merge(frame.camera(), unreadable ? 1L : 0L, Long::sum);
            }
        }
        Map<String, Long> told = new HashMap<>();
        recognizers.forEach(accounts -> accounts.forEach(
                account -> told.merge(account.text("/camera"), account.number("unnumbered"), Long::sum)));
        came.forEach((camera, count) -> check.same(
                "the camera " + camera + " has frames without a number", count, told.getOrDefault(camera, 0L)));
    }

    private static String key(String camera, String session) {
        return camera + "/" + session;
    }

    private static Map<String, Session> sessions(List<Frame> frames) {
        Map<String, Session> sessions = new LinkedHashMap<>();
        Map<String, Session> current = new HashMap<>();
        for (Frame frame : frames) {
            if (frame.kind() == Recorded.Kind.UNREADABLE) {
                continue;
            }
            Session session = sessions.computeIfAbsent(
                    key(frame.camera(), frame.session()), key -> new Session(frame.camera(), frame.session()));
            Session before = current.get(frame.camera());
            if (before != null && before != session && !session.over) {
                before.over = true;
            }
            if (!session.over) {
                current.put(frame.camera(), session);
            }
            session.add(frame);
        }
        return sessions;
    }

    private void recognizer(Session session, List<Event> unsorted) {
        String name = "the session " + key(session.camera, session.id);
        List<Event> accounts = sorted(unsorted);
        long next = session.first;
        long processed = 0;
        long skipped = 0;
        long dead = 0;
        long dropped = 0;
        long repeated = 0;
        boolean over = false;
        for (Event account : accounts) {
            if (over && account.number("lastSequence") >= account.number("firstSequence")) {
                wrong("The account " + account.where() + " of " + name + " tells of frames after the last one.");
            }
            next = follows("recognizer", name, account, next);
            long skips = sum(account, "skipped");
            long numbered = account.number("deadLettered") - account.number("unnumbered");
            long range = account.number("lastSequence") - account.number("firstSequence") + 1;
            long told = account.number("processed") + skips + numbered + account.number("droppedBeforeKafka");
            if (range != told) {
                wrong("The account " + account.where() + " of " + name + " tells of " + told + " frames of " + range
                        + ": " + account.value());
            }
            processed += account.number("processed");
            skipped += skips;
            dead += numbered;
            dropped += account.number("droppedBeforeKafka");
            repeated += account.number("repeated");
            over |= account.value().path("last").asBoolean();
            account.value()
                    .path("skipped")
                    .properties()
                    .forEach(each ->
                            totals.skipped.merge(each.getKey(), each.getValue().asLong(), Long::sum));
        }
        totals.processed += processed;
        totals.deadLettered += dead;
        totals.dropped += dropped;
        totals.repeated += repeated;
        totals.frames += session.inTime.size();
        if (!over) {
            wrong("Of the " + accounts.size() + " accounts of " + name + " none says that it is the last one.");
        }
        same(name + " goes up to", session.last(), next - 1);
        same(name + " has frames", session.inTime.size(), processed + skipped + dead);
        same(name + " lacks frames", session.last() - session.first + 1 - session.inTime.size(), dropped);
        if (repeated > session.repeated) {
            wrong("The accounts of " + name + " tell of " + repeated + " repeated frames of " + session.repeated + ".");
        }
    }

    private void ingest(Session session, List<Event> unsorted) {
        String name = "the session " + key(session.camera, session.id);
        long next = 0;
        boolean last = false;
        for (Event account : sorted(unsorted)) {
            next = follows("ingest", name, account, next);
            long first = account.number("firstSequence");
            long there = session.all
                    .subSet(first, account.number("lastSequence") + 1)
                    .size();
            same(
                    "ingest's account " + account.where() + " of " + name + " has frames",
                    there,
                    account.number("processed"));
            long range = account.number("lastSequence") - first + 1;
            same(
                    "ingest's account " + account.where() + " of " + name + " lacks frames",
                    range - there,
                    account.number("droppedBeforeKafka"));
            last |= account.value().path("last").asBoolean();
        }
        if (session.end >= 0 && (!last || next != session.end)) {
            wrong("Ingest ended " + name + " at " + session.end + ", and accounted for it up to " + (next - 1)
                    + (last ? "" : ", without a last account") + ".");
        }
    }

    private long follows(String who, String name, Event account, long next) {
        if (account.number("firstSequence") != next) {
            wrong("The account " + account.where() + " of " + who + " for " + name + " begins at "
                    + account.number("firstSequence") + ", and the one before ends at " + (next - 1) + ".");
        }
        return account.number("lastSequence") + 1;
    }

    private static List<Event> sorted(List<Event> accounts) {
        return accounts.stream().sorted(Comparator.comparingLong(Event::offset)).toList();
    }

    private static long sum(Event account, String field) {
        long sum = 0;
        for (var each : account.value().path(field)) {
            sum += each.asLong();
        }
        return sum;
    }

    private void same(String what, long there, long told) {
        if (there != told) {
            wrong(what.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + what.substring(1) + ": " + there
                    + " by the topic, " + told + " by the accounts.");
        }
    }

    private void wrong(String what) {
        violations.add(new Violation(RULE, what));
    }
}
