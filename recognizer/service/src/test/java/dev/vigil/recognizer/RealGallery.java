package dev.vigil.recognizer;

import dev.vigil.gallery.client.GalleryClient;
import dev.vigil.gallery.client.HttpGalleryClient;
import dev.vigil.gallery.server.Gallery;
import dev.vigil.gallery.server.GalleryConfig;
import dev.vigil.runtime.http.Access;
import dev.vigil.runtime.http.HttpService;
import dev.vigil.runtime.http.KeyRing;
import dev.vigil.runtime.http.Role;
import dev.vigil.runtime.http.Sessions;
import dev.vigil.runtime.kafka.KafkaConfig;
import dev.vigil.runtime.metric.Metrics;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;

/** The gallery as a service, over HTTP, with the process's metrics. */
final class RealGallery implements AutoCloseable {
    private final Gallery gallery;
    private final HttpService http;
    private final String key = KeyRing.newKey();

    RealGallery(KafkaConfig kafka, Metrics metrics) {
        gallery = Gallery.start(GalleryConfig.defaults().encryptedBy("none"), kafka, metrics);
        http = HttpService.start(
                new HttpService.Settings("127.0.0.1", 0, 1 << 20),
                new Access(new KeyRing().add("test", key, Role.ADMIN), new Sessions(Clock.systemUTC())),
                metrics,
                List.of(gallery.routes()),
                List.of(gallery.readiness()));
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> gallery.readiness().awaited().isEmpty());
    }

    GalleryClient client(Duration timeout) {
        return new HttpGalleryClient(URI.create("http://127.0.0.1:" + http.port()), key, timeout);
    }

    @Override
    public void close() throws InterruptedException {
        http.close();
        gallery.close();
    }
}
