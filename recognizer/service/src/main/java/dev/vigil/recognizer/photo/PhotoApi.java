package dev.vigil.recognizer.photo;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.vigil.gallery.client.EnrolmentWarning;
import dev.vigil.gallery.client.GalleryAwayException;
import dev.vigil.gallery.client.GalleryClient;
import dev.vigil.gallery.client.OnBehalfOf;
import dev.vigil.recognizer.ActiveNetworks;
import dev.vigil.recognizer.decide.DecisionRule;
import dev.vigil.recognizer.photo.Enrolment.Enrolled;
import dev.vigil.recognizer.photo.Enrolment.Refused;
import dev.vigil.recognizer.photo.PhotoAnalyzer.Crops;
import dev.vigil.runtime.error.UserError;
import dev.vigil.runtime.http.DescribedRoutes;
import dev.vigil.runtime.http.HttpService;
import dev.vigil.runtime.http.Role;
import dev.vigil.runtime.http.Routes;
import dev.vigil.runtime.openapi.Doc;
import dev.vigil.runtime.openapi.Operation;
import dev.vigil.vision.face.DetectorSettings;
import dev.vigil.vision.face.FaceModels;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.io.InputStream;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The photo API, {@code /v1/photos}: what is in a photo, whether two show the same person, who it is, and enrolment. As many
 * requests as are worth waiting for are let in; others are told to come back, so that photos don't fill the memory. Thread-safe.
 */
public final class PhotoApi implements Routes, AutoCloseable {
    private static final int WAITING_PER_ANALYZER = 8;

    private final Supplier<Tools> tools;
    private final GalleryClient gallery;
    private final PhotoConfig config;
    private final Runnable closing;
    private final PhotoUpload upload;
    private final Semaphore admitted;

    /** What works with one embedder; a request takes one of them, once. */
    record Tools(PhotoAnalyzer analyzer, PhotoVerifier verifier, PhotoIdentifier identifier, Enroller enroller) {}

    PhotoApi(PhotoConfig config, Supplier<Tools> tools, GalleryClient gallery, Runnable closing) {
        this.config = config;
        this.tools = tools;
        this.gallery = gallery;
        this.closing = closing;
        this.upload = new PhotoUpload(config.maxBytes());
        this.admitted = new Semaphore(config.analyzers() * WAITING_PER_ANALYZER);
    }

    /**
     * The API over networks and a gallery, which stay the caller's: close this before them, and after the HTTP service. A request
     * that comes when the networks have been exchanged is answered by the new ones.
     *
     * @param rule that decides by these networks, as for tracks
     * @param gate of what is searched, as for tracks
     */
    public static PhotoApi start(
            PhotoConfig config,
            ActiveNetworks networks,
            DetectorSettings detector,
            GalleryClient gallery,
            Function<FaceModels, DecisionRule> rule,
            Gate gate) {
        ConcurrentMap<String, AnalyzerPool> pools = new ConcurrentHashMap<>();
        Supplier<Tools> tools = () -> {
            FaceModels models = networks.now();
            String model = models.embedderCard().id();
            AnalyzerPool pool = pools.computeIfAbsent(model, id -> new AnalyzerPool(models, detector, config));
            DecisionRule decides = rule.apply(models);
            return new Tools(
                    pool,
                    new PhotoVerifier(pool, decides.curve()),
                    new PhotoIdentifier(pool, gallery::identify, model, decides, gate),
                    new Enroller(pool, gallery, model, config.keepCrops()));
        };
        return new PhotoApi(config, tools, gallery, () -> pools.values().forEach(AnalyzerPool::close));
    }

    /** What enrols with the networks of this moment, for others who have photos. */
    public Enroller enroller() {
        return tools.get().enroller();
    }

    /** Frees the analyzers, once the requests under way are done. */
    @Override
    public void close() {
        closing.run();
    }

    @Override
    public void addTo(RoutesConfig routes) {
        new DescribedRoutes(routes)
                .post(
                        "/v1/photos/faces",
                        Role.VIEWER,
                        photo("Finds the faces of a photo.")
                                .query("embedding", Boolean.class, "Shows embeddings too; needs the role operator.")
                                .answers(200, Faces.class, "Every face, best first."),
                        admitted(this::faces))
                .post(
                        "/v1/photos/verify",
                        Role.VIEWER,
                        Operation.of("Compares the faces of two photos.")
                                .query("falseMatchRate", Double.class, "That the threshold stands for, up to 0.5.")
                                .body("multipart/form-data", TwoPhotos.class)
                                .answers(200, Verification.class, "Whether they show one person."),
                        admitted(this::verify))
                .post(
                        "/v1/photos/identify",
                        Role.SERVICE,
                        photo("Says who is in a photo.").answers(200, Identification.class, "Every face, best first."),
                        admitted(this::identify))
                .post(
                        "/v1/photos/people/{id}",
                        Role.OPERATOR,
                        photo("Enrols a person by a photo of them alone.")
                                .query("name", String.class, "Creates the person under that name.")
                                .query(
                                        "accept",
                                        String.class,
                                        "What the gallery's policy would refuse: duplicate, outlier, conflict.")
                                .answers(201, EnrolledView.class, "The face is new.")
                                .answers(200, EnrolledView.class, "The same photo was enrolled before."),
                        admitted(this::enrol));
        routes.exception(
                GalleryAwayException.class,
                (e, ctx) -> HttpService.problem(ctx, 503, "The gallery does not answer: try again in a moment."));
    }

    /** The picture itself, or a form with it. */
    private static Operation photo(String summary) {
        return Operation.of(summary)
                .body("image/jpeg", null)
                .body("image/png", null)
                .body("multipart/form-data", OnePhoto.class);
    }

    /** A form, as the document shows it. */
    private record OnePhoto(@Doc("A JPEG or PNG.") InputStream photo) {}

    /** A form, as the document shows it. */
    private record TwoPhotos(
            @Doc("A JPEG or PNG.") InputStream a,
            @Doc("Another one.") InputStream b) {}

    private record Faces(List<FaceView> faces) {}

    private record PersonView(String id, String name) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record EnrolledView(
            PersonView person, boolean personCreated, String face, boolean added, List<String> warnings) {
        static EnrolledView of(Enrolled enrolled) {
            return new EnrolledView(
                    new PersonView(enrolled.person().id(), enrolled.person().name()),
                    enrolled.personCreated(),
                    enrolled.face().id(),
                    enrolled.added(),
                    enrolled.warnings());
        }
    }

    private void faces(Context ctx) {
        boolean embedding = "true".equals(ctx.queryParam("embedding"));
        if (embedding && !HttpService.principal(ctx).role().permits(Role.OPERATOR)) {
            throw new UserError(403, "An embedding is biometric data: asking for it needs the role operator.");
        }
        List<FaceView> faces = tools.get().analyzer().analyze(upload.photo(ctx), Crops.NONE).stream()
                .map(face -> embedding ? FaceView.withEmbedding(face) : FaceView.of(null, face))
                .toList();
        ctx.json(new Faces(faces));
    }

    private void verify(Context ctx) {
        ctx.json(tools.get().verifier().verify(upload.part(ctx, "a"), upload.part(ctx, "b"), falseMatchRate(ctx)));
    }

    private void identify(Context ctx) {
        ctx.json(tools.get()
                .identifier()
                .searching(gallery.onBehalfOf(caller(ctx))::identify)
                .identify(upload.photo(ctx)));
    }

    private void enrol(Context ctx) {
        Enrolment enrolment = enroller()
                .onBehalfOf(caller(ctx))
                .enrol(
                        ctx.pathParam("id"),
                        ctx.queryParam("name"),
                        upload.photo(ctx),
                        accepted(ctx.queryParam("accept")));
        if (enrolment instanceof Refused refused) {
            throw new UserError(refused.status(), refused.sentence());
        }
        Enrolled enrolled = (Enrolled) enrolment;
        ctx.status(enrolled.added() ? 201 : 200).json(EnrolledView.of(enrolled));
    }

    private static Set<EnrolmentWarning.Kind> accepted(@Nullable String kinds) {
        return EnrolmentWarning.Kind.parse(kinds == null ? "" : kinds, "The parameter 'accept'");
    }

    /** Whom the gallery's audit shall name: not this service. */
    private static OnBehalfOf caller(Context ctx) {
        return OnBehalfOf.of(HttpService.principal(ctx), HttpService.address(ctx));
    }

    private double falseMatchRate(Context ctx) {
        String text = ctx.queryParam("falseMatchRate");
        if (text == null) {
            return config.falseMatchRate();
        }
        try {
            double rate = Double.parseDouble(text);
            if (rate > 0 && rate <= .5) {
                return rate;
            }
        } catch (NumberFormatException e) {
            throw new UserError(400, wrongRate(text), e);
        }
        throw new UserError(wrongRate(text));
    }

    private static String wrongRate(String text) {
        return "The falseMatchRate is '" + text + "': write a number over 0 and at most 0.5, as 0.0001.";
    }

    /** Lets a request in before its body is read. */
    private Handler admitted(Handler handler) {
        return ctx -> {
            if (!admitted.tryAcquire()) {
                throw new UserError(503, "Too many photos are waiting: try again in a moment.");
            }
            try {
                ctx.header("Cache-Control", "no-store");
                handler.handle(ctx);
            } finally {
                admitted.release();
            }
        };
    }
}
