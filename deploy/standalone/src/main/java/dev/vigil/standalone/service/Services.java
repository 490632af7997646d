package dev.vigil.standalone.service;

import dev.vigil.gallery.audit.AuditLog;
import dev.vigil.gallery.client.GalleryClient;
import dev.vigil.gallery.client.HttpGalleryClient;
import dev.vigil.gallery.client.ModelsClient;
import dev.vigil.gallery.server.Gallery;
import dev.vigil.gallery.server.GalleryConfig;
import dev.vigil.ingest.Ingest;
import dev.vigil.recognizer.ActiveModel;
import dev.vigil.recognizer.ActiveNetworks;
import dev.vigil.recognizer.Recognizer;
import dev.vigil.recognizer.RecognizerConfig;
import dev.vigil.recognizer.console.Console;
import dev.vigil.recognizer.live.LiveView;
import dev.vigil.recognizer.photo.Gate;
import dev.vigil.recognizer.photo.PhotoApi;
import dev.vigil.recognizer.webhook.Webhooks;
import dev.vigil.runtime.config.Secret;
import dev.vigil.runtime.error.UserError;
import dev.vigil.runtime.http.Access;
import dev.vigil.runtime.http.HttpService;
import dev.vigil.runtime.http.Readiness;
import dev.vigil.runtime.http.Routes;
import dev.vigil.runtime.kafka.KafkaDoor;
import dev.vigil.runtime.metric.Metrics;
import dev.vigil.runtime.tls.Trust;
import dev.vigil.standalone.lifecycle.Closing;
import dev.vigil.vision.face.FaceModels;
import dev.vigil.vision.face.FaceNetworks;
import dev.vigil.vision.face.LivenessNetwork;
import dev.vigil.vision.model.Catalogue;
import dev.vigil.vision.model.ModelStore;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The services, each wired by hand and run by itself. The topics must exist. */
public final class Services {
    private static final Duration ENROL_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration FOLLOW = Duration.ofSeconds(5);
    private static final long MIB = 1024 * 1024;

    private final VigilConfig config;
    private final Consumer<String> say;

    /** By this configuration; {@code say} hears where the service listens. */
    public Services(VigilConfig config, Consumer<String> say) {
        this.config = config;
        this.say = say;
    }

    /**
     * Runs the cameras until a signal; they follow the configuration file.
     *
     * @param file the configuration
     * @param again reads it again
     * @param state keeps what is changed by HTTP where the configuration names no file for it
     */
    public void ingest(Path file, Supplier<VigilConfig> again, Path state) throws InterruptedException {
        Entrance entrance = new Entrance(config, /* isGallery= */ false);
        service().run(config.kafka(), (closing, onFailure) -> {
            Metrics metrics = closing.add("the metrics", new Metrics());
            AuditLog audit = closing.add(
                    "the audit",
                    CameraAudit.start(config.kafka(), config.gallery().audit(), metrics.registry()));
            Ingest ingest = closing.add(
                    "the cameras",
                    Ingest.start(config.ingest().keptIn(state), config.kafka(), metrics, new CameraAudit(audit)));
            closing.add("the watch of the configuration", ConfigWatch.start(file, again, ingest));
            serve(
                    "ingest",
                    http(),
                    closing,
                    entrance.elsewhere(closing),
                    metrics,
                    List.of(ingest.routes()),
                    List.of(ingest.readiness()));
        });
    }

    /** Runs the gallery until a signal, or until it can go on no more. */
    public void gallery() throws InterruptedException {
        Entrance entrance = new Entrance(config, /* isGallery= */ true);
        service().run(config.kafka(), (closing, onFailure) -> {
            Metrics metrics = closing.add("the metrics", new Metrics());
            GalleryConfig section =
                    config.access().tls().enabled() ? config.gallery().overTls() : config.gallery();
            Trust replicas = Trust.of(config.galleryAccess().ca());
            Gallery gallery = closing.add("the gallery", Gallery.start(section, config.kafka(), metrics, replicas));
            var unused = gallery.lost().thenAccept(onFailure);
            HttpService.Settings settings = new HttpService.Settings(
                    config.gallery().host(),
                    config.gallery().port(),
                    config.gallery().maxBodyBytes(),
                    config.access().tls());
            serve(
                    "gallery",
                    settings,
                    closing,
                    entrance.of(gallery.keys()).withListener(gallery.refusals()),
                    metrics,
                    List.of(gallery.routes()),
                    List.of(gallery.readiness()));
        });
    }

    /**
     * Runs the streams, the photo API and the console until a signal, or until they can't go on.
     *
     * @param store where the networks are, also those that become active later
     */
    public void recognizer(ModelStore store) throws InterruptedException {
        Entrance entrance = new Entrance(config, /* isGallery= */ false);
        Secret key = config.galleryAccess().key();
        if (key == null) {
            throw new UserError(
                    "galleryAccess.key is missing: write a key there that the gallery accepts, or set VIGIL_GALLERY_ACCESS_KEY.");
        }
        URI url = URI.create(config.galleryAccess().url());
        Trust trust = Trust.of(config.galleryAccess().ca());
        GalleryClient searching =
                new HttpGalleryClient(url, key.reveal(), config.galleryAccess().timeout(), trust);
        GalleryClient enrolling = new HttpGalleryClient(url, key.reveal(), ENROL_TIMEOUT, trust);
        ModelsClient settings = new ModelsClient(url, key.reveal(), ENROL_TIMEOUT, trust);
        service().run(config.kafka(), (closing, onFailure) -> {
            Metrics metrics = closing.add("the metrics", new Metrics());
            FaceModels first = FaceModels.load(
                    store, new FaceNetworks(config.recognizer().detector(), Catalogue.LANDMARKS, embedder(settings)));
            String liveness = config.recognizer().liveness();
            ActiveNetworks networks = closing.add(
                    "the networks",
                    ActiveNetworks.of(first, store, liveness == null ? null : LivenessNetwork.load(store, liveness)));
            boolean fixed = config.recognizer().embedder() != null;
            List<Readiness> ready = new ArrayList<>();
            ready.add(closing.add(
                    "the watch of the active model", ActiveModel.watch(networks, fixed, settings::settings, FOLLOW)));
            LiveView live = new LiveView();
            Recognizer recognizer = closing.add(
                    "the recognizer",
                    Recognizer.start(
                            config.recognizer(),
                            config.kafka(),
                            networks,
                            searching,
                            live,
                            metrics,
                            () -> onFailure.accept("The recognizer can't go on: the log tells why.")));
            PhotoApi photos = closing.add("the photo API", photos(networks, enrolling));
            Access access = entrance.elsewhere(closing);
            Console console = Console.start(config.console(), config.kafka(), live, enrolling, access);
            ready.add(recognizer.readiness());
            ready.add(console);
            try {
                serve("recognizer", http(), closing, access, metrics, List.of(photos, console), ready);
            } finally {
                closing.add("the console", console); // before HTTP, so that the open streams end at once
            }
        });
    }

    /** Tells whom the configuration names of events, until a signal. */
    public void webhooks() throws InterruptedException {
        Entrance entrance = new Entrance(config, /* isGallery= */ false);
        if (config.webhooks().targets().isEmpty()) {
            throw new UserError(
                    "webhooks.targets is empty: write who is to be told, each with an id, a url and a secret.");
        }
        service().run(config.kafka(), (closing, onFailure) -> {
            Metrics metrics = closing.add("the metrics", new Metrics());
            closing.add("the webhooks", Webhooks.start(config.webhooks(), config.kafka(), metrics.registry()));
            serve("webhooks", http(), closing, entrance.elsewhere(closing), metrics, List.of(), List.of());
        });
    }

    private ServiceRun service() {
        return new ServiceRun(ServiceRun.CLOSING, say);
    }

    /** As configured, else as the gallery has it now, else the default: whichever it is, it is searched among its own faces only. */
    private String embedder(ModelsClient settings) {
        String fixed = config.recognizer().embedder();
        return fixed != null ? fixed : ActiveModel.ask(settings::settings).orElse(Catalogue.EMBEDDER);
    }

    private PhotoApi photos(ActiveNetworks networks, GalleryClient gallery) {
        RecognizerConfig recognizer = config.recognizer();
        return PhotoApi.start(
                config.photos(),
                networks,
                Recognizer.detector(recognizer),
                gallery,
                models -> Recognizer.rule(recognizer, models),
                new Gate(recognizer.minEyePixels(), recognizer.minQuality()));
    }

    private void serve(
            String name,
            HttpService.Settings settings,
            Closing closing,
            Access access,
            Metrics metrics,
            List<Routes> routes,
            List<Readiness> readiness) {
        KafkaDoor door = closing.add("the question whether Kafka lets us in", KafkaDoor.start(config.kafka()));
        List<Readiness> all = new ArrayList<>(List.of(door));
        all.addAll(readiness);
        HttpService http = closing.add("HTTP", HttpService.start(settings, access, metrics, routes, all));
        say.accept(name + " listens at " + settings.scheme() + "://" + settings.host() + ":" + http.port());
    }

    private HttpService.Settings http() {
        return new HttpService.Settings(
                config.http().host(),
                config.http().port(),
                config.photos().maxBytes() + MIB,
                config.access().tls());
    }
}
