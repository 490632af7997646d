package dev.vigil.recognizer.console;

import dev.vigil.gallery.client.GalleryClient;
import dev.vigil.recognizer.live.LiveView;
import dev.vigil.runtime.http.Access;
import dev.vigil.runtime.http.Readiness;
import dev.vigil.runtime.http.Routes;
import dev.vigil.runtime.kafka.KafkaConfig;
import io.javalin.config.RoutesConfig;
import java.util.List;
import java.util.Optional;

/**
 * The console: the page at {@code /}, the login, the cameras' pictures, and the events as lists and streams. Close it before the
 * HTTP service, so that the open streams end at once. Thread-safe.
 */
public final class Console implements Routes, Readiness, AutoCloseable {
    private final RecognitionFeed feed;
    private final EventStream stream;
    private final List<Routes> parts;

    private Console(ConsoleConfig config, RecognitionFeed feed, LiveView live, GalleryClient gallery, Access access) {
        this.feed = feed;
        this.stream = new EventStream(config);
        this.parts = List.of(
                new PageRoutes(),
                new LoginRoutes(access),
                new LiveRoutes(live),
                new PeopleRoutes(gallery),
                new EventRoutes(feed.recognitions(), feed.alerts(), stream, config.keep()));
    }

    /** Starts reading events from Kafka; {@code access} is that of the HTTP service. */
    public static Console start(
            ConsoleConfig config, KafkaConfig kafka, LiveView live, GalleryClient gallery, Access access) {
        return new Console(config, RecognitionFeed.start(kafka, config), live, gallery, access);
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
    }
}
