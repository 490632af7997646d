package dev.vigil.standalone.service;

import dev.vigil.gallery.server.GalleryConfig;
import dev.vigil.ingest.IngestConfig;
import dev.vigil.recognizer.RecognizerConfig;
import dev.vigil.recognizer.console.ConsoleConfig;
import dev.vigil.recognizer.photo.PhotoConfig;
import dev.vigil.recognizer.webhook.WebhooksConfig;
import dev.vigil.runtime.config.Default;
import dev.vigil.runtime.config.Secret;
import dev.vigil.runtime.kafka.KafkaConfig;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The configuration file: one section for each service and each thing they share. Every section may be left out.
 *
 * @param kafka how every service reaches Kafka
 * @param http where ingest and the recognizer listen
 * @param access who may enter any service
 * @param ingest the cameras
 * @param gallery the gallery, with an address of its own
 * @param galleryAccess how the recognizer reaches the gallery
 * @param recognizer the streams
 * @param photos the photo API
 * @param console the console
 * @param webhooks who is told of events by HTTP
 */
public record VigilConfig(
        @Default("{}") KafkaConfig kafka,
        @Default("{}") HttpConfig http,
        @Default("{}") AccessConfig access,
        @Default("{}") IngestConfig ingest,
        @Default("{}") GalleryConfig gallery,
        @Default("{}") GalleryAccess galleryAccess,
        @Default("{}") RecognizerConfig recognizer,
        @Default("{}") PhotoConfig photos,
        @Default("{}") ConsoleConfig console,
        @Default("{}") WebhooksConfig webhooks) {
    /**
     * Where ingest and the recognizer listen, and who may enter any service.
     *
     * @param host the address to bind
     * @param port 0 takes a free one
     * @param keys further ones, as in {@link AccessConfig}
     */
    public record HttpConfig(
            @Default("127.0.0.1") String host,
            @Default("8080") int port,
            @Default("[]") List<KeyConfig> keys) {
        /** Checks the port. */
        public HttpConfig {
            keys = List.copyOf(keys);
            if (port < 0 || port > 65_535) {
                throw new IllegalArgumentException("http.port lies between 0 and 65535.");
            }
        }
    }

    /**
     * How other services reach the gallery.
     *
     * @param url where it runs
     * @param key with the role service, or operator where photos are enrolled; {@code keyFile} names a file with it
     * @param ca the authorities (PEM) that its certificate is signed by, where the address is https; null for Java's own
     * @param timeout of a search
     */
    public record GalleryAccess(
            @Default("http://127.0.0.1:8081") String url,
            @Nullable Secret key,
            @Nullable Path ca,
            @Default("500ms") Duration timeout) {
        /** Refuses what is no address. */
        public GalleryAccess {
            if (!url.matches("https?://[^/\\s]+.*") || URI.create(url).getHost() == null) {
                throw new IllegalArgumentException(
                        "galleryAccess.url is '" + url + "': write it as http://gallery:8081.");
            }
            if (timeout.isNegative() || timeout.isZero()) {
                throw new IllegalArgumentException("galleryAccess.timeout is longer than nothing.");
            }
        }
    }
}
