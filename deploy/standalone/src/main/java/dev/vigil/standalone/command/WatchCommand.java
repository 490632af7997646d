package dev.vigil.standalone.command;

import dev.vigil.recognizer.event.Alert;
import dev.vigil.recognizer.event.Decision;
import dev.vigil.recognizer.event.Recognition;
import dev.vigil.runtime.error.UserError;
import dev.vigil.runtime.json.Json;
import dev.vigil.standalone.print.RecognitionLine;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code vigil watch}: recognitions and alerts as they come, until Ctrl-C. */
@Command(
        name = "watch",
        description = "Follows recognitions and alerts of a running Vigil, one line each, until Ctrl-C.",
        mixinStandardHelpOptions = true)
final class WatchCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final RecognitionLine lines = new RecognitionLine(ZoneId.systemDefault());

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Option(
            names = "--decision",
            paramLabel = "DECISION",
            description = "Only these: match, uncertain, unknown, ignored. May be repeated.")
    private List<Decision> decisions = List.of();

    @Option(names = "--camera", paramLabel = "CAMERA", description = "Only these. May be repeated.")
    private List<String> cameras = List.of();

    @Option(
            names = "--recent",
            paramLabel = "N",
            description = "Begins with the last N that the server holds; default 0.")
    private int recent;

    @Option(names = "--count", paramLabel = "N", description = "Stops after N lines; 0, the default, never.")
    private int count;

    @Option(names = "--json", description = "Prints each event as one JSON object on a line.")
    private boolean json;

    WatchCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (recent < 0 || count < 0) {
            throw new UserError("--recent and --count are not negative: write 0 or more.");
        }
        Set<Decision> wanted = decisions.isEmpty() ? EnumSet.allOf(Decision.class) : EnumSet.copyOf(decisions);
        try (EventFollower events = new EventFollower(
                server.address(), server.key(terminal.env()), server.trust(terminal.env()), recent, terminal::say)) {
            int shown = 0;
            while ((count == 0 || shown < count) && !terminal.abandoned()) {
                EventFollower.Event event = events.next();
                shown += switch (event.kind()) {
                    case RECOGNITION -> show(Json.read(event.json(), Recognition.class), wanted);
                    case ALERT -> show(Json.read(event.json(), Alert.class));
                };
            }
        }
        return 0;
    }

    private int show(Recognition event, Set<Decision> wanted) {
        if (!wanted.contains(event.decision()) || !watched(event.camera())) {
            return 0;
        }
        terminal.line(json ? Json.line(event) : lines.of(event));
        return 1;
    }

    private int show(Alert alert) {
        if (!watched(alert.recognition().camera())) {
            return 0;
        }
        terminal.line(
                json
                        ? Json.line(alert)
                        : String.format(
                                Locale.ROOT,
                                "ALERT %s (%s)  %s",
                                alert.watchlist(),
                                alert.severity(),
                                lines.of(alert.recognition())));
        return 1;
    }

    private boolean watched(Recognition.CameraRef camera) {
        return cameras.isEmpty() || cameras.contains(camera.id()) || cameras.contains(camera.name());
    }
}
