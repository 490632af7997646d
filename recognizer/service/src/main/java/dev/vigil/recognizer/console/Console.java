package dev.vigil.recognizer.console;

import dev.vigil.gallery.client.GalleryClient;
import dev.vigil.recognizer.live.LiveView;
import dev.vigil.runtime.http.Access;
import dev.vigil.runtime.http.Readiness;
import dev.vigil.runtime.http.Routes;
import dev.vigil.runtime.kafka.KafkaConfig;
import io.javalin.config.RoutesConfig;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * The console: the page at {@code /}, the login, the cameras' pictures, and the events as lists and streams. Close it before the
 * HTTP service, so that the open streams end at once. Thread-safe.
 */
public final class Console implements Routes, Readiness, AutoCloseable {
    private final RecognitionFeed feed;
    private final EventStream stream;
    private final AlertDesk desk;
    private final List<Routes> parts;

    private Console(
            ConsoleConfig config,
            RecognitionFeed feed,
            AlertDesk desk,
            LiveView live,
            GalleryClient gallery,
            Access access) {
        this.feed = feed;
        this.desk = desk;
        this.stream = new EventStream(config);
        this.parts = List.of(
                new PageRoutes(),
                new LoginRoutes(access),
                new LiveRoutes(live),
                new PeopleRoutes(gallery),
                new AlertRoutes(desk, Clock.systemUTC()),
                new EventRoutes(feed.recognitions(), feed.alerts(), stream, config.keep()));
    }

    /** Starts reading events from Kafka; {@code access} is that of the HTTP service. */
    public static Console start(
            ConsoleConfig config, KafkaConfig kafka, LiveView live, GalleryClient gallery, Access access) {
        RecognitionFeed feed = RecognitionFeed.start(kafka, config);
        return new Console(config, feed, AlertDesk.open(feed.alerts(), kafka), live, gallery, access);
    }

    @Override
    public void addTo(RoutesConfig routes) {
        parts.forEach(part -> part.addTo(routes));
    }

    /** Ready once the recent events have been read. */
    @Override
    public Optional<String> awaited() {
        return feed.awaited();
    }

    /** Ends every event stream and stops reading. */
    @Override
    public void close() {
        feed.close();
        stream.close();
        desk.close();
    }
}
