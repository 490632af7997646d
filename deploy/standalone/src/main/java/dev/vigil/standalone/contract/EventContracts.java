package dev.vigil.standalone.contract;

import dev.vigil.gallery.audit.AuditRecord;
import dev.vigil.ingest.event.CameraEvents;
import dev.vigil.recognizer.event.Alert;
import dev.vigil.recognizer.event.AlertAcknowledged;
import dev.vigil.recognizer.event.FrameAccount;
import dev.vigil.recognizer.event.Recognition;
import dev.vigil.recognizer.event.Sighting;
import dev.vigil.runtime.json.Json;
import dev.vigil.runtime.openapi.EventDocuments;
import dev.vigil.runtime.openapi.EventDocuments.Channel;
import dev.vigil.runtime.openapi.EventDocuments.Event;
import dev.vigil.runtime.topic.Topics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The events that programs elsewhere may read, as documents by file name. A field is never taken away and never changes its type
 * within a version of its event; fields and values of enumerations may be added, so that readers pass over what they don't know.
 */
public final class EventContracts {
    private static final String JSON = "application/json";
    private static final Map<String, String> FRAME = Map.of(
            "session", "New for each connection of the camera.",
            "sequence", "Of the frame in its session, from 0; a gap is a frame that was dropped.",
            "width", "In pixels.",
            "height", "In pixels.",
            "capturedat", "The frame's time, RFC 3339 with milliseconds.",
            "clock", "Whose time that is: rtp, reading or media.");

    private static final List<Event> MARKERS = List.of(
            new Event(CameraEvents.STARTED, "A camera's session began.", "", List.of(), FRAME),
            new Event(CameraEvents.ENDED, "A camera's session ended: nothing of it follows.", "", List.of(), FRAME));

    private static final List<Channel> CHANNELS = List.of(
            new Channel(
                    Topics.FRAME_CAPTURED,
                    "The camera's id.",
                    List.of(
                            new Event(
                                    CameraEvents.FRAME,
                                    "A frame of a camera, as a JPEG.",
                                    "image/jpeg",
                                    List.of(),
                                    FRAME),
                            MARKERS.get(0),
                            MARKERS.get(1))),
            new Channel(
                    Topics.FACE_SIGHTED,
                    "The camera's id.",
                    List.of(
                            new Event(
                                    Sighting.TYPE,
                                    "What a track has shown so far.",
                                    JSON,
                                    List.of(Sighting.class),
                                    Map.of()),
                            MARKERS.get(0),
                            MARKERS.get(1))),
            new Channel(
                    Topics.FRAME_ACCOUNTED,
                    "The camera's id.",
                    List.of(new Event(
                            FrameAccount.TYPE,
                            "What became of a range of a session's frames: by ingest, and by the recognizer.",
                            JSON,
                            List.of(FrameAccount.class, dev.vigil.ingest.event.FrameAccount.class),
                            Map.of()))),
            new Channel(
                    Topics.FACE_RECOGNIZED,
                    "The camera's id.",
                    List.of(new Event(
                            Recognition.TYPE,
                            "What was decided about a track, and why.",
                            JSON,
                            List.of(Recognition.class),
                            Map.of()))),
            new Channel(
                    Topics.ALERT_RAISED,
                    "The watchlist's id.",
                    List.of(
                            new Event(
                                    Alert.TYPE,
                                    "Somebody of a watchlist was seen.",
                                    JSON,
                                    List.of(Alert.class),
                                    Map.of()),
                            new Event(
                                    AlertAcknowledged.TYPE,
                                    "Somebody has seen to an alert.",
                                    JSON,
                                    List.of(AlertAcknowledged.class),
                                    Map.of()))),
            new Channel(
                    Topics.GALLERY_AUDITED,
                    "The writer.",
                    List.of(new Event(
                            Topics.GALLERY_AUDITED.name(),
                            "Who did what to the gallery and the cameras; ids, never names.",
                            JSON,
                            List.of(AuditRecord.class),
                            Map.of()))));

    private EventContracts() {}

    /** Every document, indented and with a line's end, by file name. */
    public static Map<String, String> documents() {
        Map<String, String> documents = new LinkedHashMap<>();
        documents.put(
                "asyncapi.json",
                text(EventDocuments.asyncApi(
                        "Vigil",
                        "1.0.0",
                        "CloudEvents 1.0 in Kafka's binary mode. A field is never taken away and never changes its type within a"
                                + " version; pass over fields and values that you don't know.",
                        CHANNELS)));
        CHANNELS.stream()
                .flatMap(channel -> channel.events().stream())
                .filter(event -> !event.records().isEmpty())
                .forEach(event -> documents.put(event.type() + ".schema.json", text(EventDocuments.schema(event))));
        return documents;
    }

    private static String text(Object document) {
        return Json.pretty(document) + "\n";
    }
}
