package dev.vigil.standalone.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vigil.ingest.IngestConfig;
import dev.vigil.ingest.SourceProbe;
import dev.vigil.ingest.source.CredentialMask;
import dev.vigil.runtime.config.ConfigReader;
import dev.vigil.runtime.error.UserError;
import dev.vigil.runtime.json.Json;
import dev.vigil.standalone.service.VigilConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vigil cameras}: what a source gives, and the cameras of a running ingest or quickstart. */
@Command(
        name = "cameras",
        description = "Looks at a camera; lists, adds, pauses, resumes and removes those of a running ingest.",
        mixinStandardHelpOptions = true)
final class CamerasCommand extends Commands.Parent {
    private static final int MOST_SECONDS = 600;

    private final Terminal terminal;

    CamerasCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Command(
            name = "test",
            description = "Says what a source gives (codec, size, rate, clock, key frames) and what to set.",
            mixinStandardHelpOptions = true)
    int test(
            @Parameters(paramLabel = "SOURCE", description = "A file, a folder, rtsp://…, http://…, v4l2:/dev/video0.")
                    String source,
            @Option(
                            names = "--seconds",
                            paramLabel = "N",
                            defaultValue = "6",
                            description = "How long to look; default 6.")
                    int seconds,
            @Option(
                            names = "--config",
                            paramLabel = "vigil.yaml",
                            description =
                                    "A configuration, for where cameras may be and whose certificates are accepted.")
                    @Nullable
                    Path config,
            @Option(names = "--json", description = "Prints one JSON object.") boolean json) {
        if (seconds < 1 || seconds > MOST_SECONDS) {
            throw new UserError("--seconds is 1 to " + MOST_SECONDS + ".");
        }
        terminal.progress("looking at " + CredentialMask.mask(source));
        IngestConfig rules = config == null
                ? IngestConfig.of(List.of())
                : ConfigReader.read(config, terminal.env(), VigilConfig.class).ingest();
        SourceProbe.Report report = probe(source, Duration.ofSeconds(seconds), rules);
        if (json) {
            terminal.json(report);
        } else {
            show(report);
        }
        return 0;
    }

    private static SourceProbe.Report probe(String source, Duration time, IngestConfig rules) {
        try {
            return SourceProbe.probe(source, time, rules);
        } catch (UserError e) {
            throw new FailedException(e.sentence(), e);
        }
    }

    private void show(SourceProbe.Report report) {
        terminal.line(report.source());
        terminal.line(String.format(
                Locale.ROOT,
                "  %s, %dx%d, %s frames a second, first picture after %d ms",
                report.codec(),
                report.width(),
                report.height(),
                report.framesPerSecond() == null ? "?" : String.format(Locale.ROOT, "%.1f", report.framesPerSecond()),
                report.firstPictureMillis()));
        terminal.line(String.format(
                Locale.ROOT,
                "  key frame each %s, time of the frames: %s%s",
                report.keyframeSeconds() == null ? "? s" : report.keyframeSeconds() + " s",
                report.clock(),
                report.clockDriftSeconds() == null
                        ? ""
                        : ", the camera's clock is ahead by " + report.clockDriftSeconds() + " s"));
        report.advice().forEach(sentence -> terminal.line("  - " + sentence));
    }

    @Command(name = "list", description = "Lists the cameras with their state.", mixinStandardHelpOptions = true)
    int list(
            @Mixin ServerOptions server,
            @Option(names = "--json", description = "Prints one JSON object.") boolean json) {
        JsonNode cameras = client(server).send("GET", "", null);
        if (json) {
            terminal.json(Map.of("cameras", cameras));
        } else {
            cameras.forEach(this::line);
        }
        return 0;
    }

    @Command(name = "add", description = "Adds a camera, or replaces it.", mixinStandardHelpOptions = true)
    int add(
            @Mixin ServerOptions server,
            @Parameters(index = "0", paramLabel = "ID", description = "Letters, digits, '-', '_'.") String id,
            @Parameters(
                            index = "1",
                            paramLabel = "SOURCE",
                            description =
                                    "rtsp://…, http://…; in a quickstart also a file, a folder, v4l2:/dev/video0.")
                    String source,
            @Option(names = "--name", paramLabel = "TEXT", description = "For people.") @Nullable String name,
            @Option(names = "--rate", paramLabel = "N", description = "Frames a second.") @Nullable Double rate,
            @Option(names = "--width", paramLabel = "PIXELS", description = "At most so wide.") @Nullable Integer width,
            @Option(names = "--region", paramLabel = "X,Y,W,H", description = "The part that is published.") @Nullable
                    String region,
            @Option(
                            names = "--mask",
                            paramLabel = "POINTS",
                            description =
                                    "A polygon that is blacked out: '0,0 0.3,0 0.3,0.5 0,0.5'; may be given again.")
                    @Nullable
                    List<String> masks,
            @Option(names = "--json", description = "Prints one JSON object.") boolean json) {
        ObjectNode body = Json.mapper().createObjectNode();
        body.put("source", source.contains(":") ? source : absolute(source));
        body.put("name", name);
        body.put("rate", rate);
        body.put("region", region);
        if (width != null) {
            body.put("width", width);
        }
        if (masks != null) {
            masks.forEach(body.putArray("masks")::add);
        }
        return tell(client(server).send("PUT", id, body), json);
    }

    /** The server may run in another folder. */
    private static String absolute(String file) {
        return file.startsWith("~")
                ? file
                : Path.of(file).toAbsolutePath().normalize().toString();
    }

    @Command(name = "pause", description = "Pauses a camera until it is resumed.", mixinStandardHelpOptions = true)
    int pause(
            @Mixin ServerOptions server,
            @Parameters(paramLabel = "ID", description = "The camera.") String id,
            @Option(names = "--json", description = "Prints one JSON object.") boolean json) {
        return tell(client(server).send("POST", id + "/pause", null), json);
    }

    @Command(name = "resume", description = "Lets a paused camera go on.", mixinStandardHelpOptions = true)
    int resume(
            @Mixin ServerOptions server,
            @Parameters(paramLabel = "ID", description = "The camera.") String id,
            @Option(names = "--json", description = "Prints one JSON object.") boolean json) {
        return tell(client(server).send("POST", id + "/resume", null), json);
    }

    @Command(name = "remove", description = "Removes a camera.", mixinStandardHelpOptions = true)
    int remove(@Mixin ServerOptions server, @Parameters(paramLabel = "ID", description = "The camera.") String id) {
        client(server).send("DELETE", id, null);
        terminal.say("removed the camera " + id);
        return 0;
    }

    private int tell(JsonNode details, boolean json) {
        if (json) {
            terminal.json(details);
        } else {
            line(details.path("status"));
        }
        return 0;
    }

    private void line(JsonNode status) {
        String reason = status.path("reason").asText("");
        terminal.line(String.format(
                Locale.ROOT,
                "%-20s %-10s %8d frames  %s%s",
                status.path("id").asText(),
                status.path("state").asText(),
                status.path("framesPublished").asLong(),
                status.path("source").asText(),
                reason.isEmpty() || reason.equals("null") ? "" : "  (" + reason + ")"));
    }

    private CamerasClient client(ServerOptions server) {
        Map<String, String> env = terminal.env();
        return new CamerasClient(server.address(), server.key(env), server.trust(env));
    }
}
