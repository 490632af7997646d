import dev.vigil.client.Event;
import dev.vigil.client.EventReader;
import dev.vigil.client.Recognition;
import java.time.Duration;
import java.time.Instant;

/** Prints who is recognised and each alert, from the oldest that is kept on; where it stopped, it goes on the next time. */
public final class Follow {
    public static void main(String[] arguments) {
        String kafka = arguments[0];
        long left = arguments.length > 1 ? Long.parseLong(arguments[1]) : Long.MAX_VALUE; // so many events, then it ends
        try (EventReader reader = EventReader.of(kafka, "example-java").recognitions().alerts().open()) {
            while (left > 0) {
                for (Event event : reader.poll(Duration.ofSeconds(1))) {
                    System.out.println(line(event));
                    left--;
                }
                reader.commit(); // only now: after a crash the last few come again, with the same ids
            }
        }
    }

    private static String line(Event event) {
        if (event instanceof Event.Recognized recognized) {
            Recognition seen = recognized.recognition();
            String who = seen.person() == null ? "-" : seen.person().name();
            return "recognition " + seen.camera().name() + " " + seen.decision().label() + " " + who
                    + (seen.replayed() ? " (replayed)" : "");
        }
        if (event instanceof Event.Alerted alerted) {
            boolean open = alerted.alert().actuates(Instant.now()); // never on what is read late, or again
            return "alert " + alerted.alert().watchlist() + (open ? " open the door" : " too late for a door");
        }
        if (event instanceof Event.Acknowledged acknowledged) {
            return "acknowledged by " + acknowledged.acknowledgement().by();
        }
        return "passed over: " + ((Event.Unknown) event).why();
    }
}
