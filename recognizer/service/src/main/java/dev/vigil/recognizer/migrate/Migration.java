package dev.vigil.recognizer.migrate;

import dev.failsafe.Failsafe;
import dev.failsafe.RetryPolicy;
import dev.vigil.gallery.client.GalleryAwayException;
import dev.vigil.gallery.client.GalleryClient;
import dev.vigil.gallery.client.NewFace;
import dev.vigil.gallery.event.FaceTemplate;
import dev.vigil.gallery.event.Person;
import dev.vigil.recognizer.migrate.Reembedder.Result;
import dev.vigil.runtime.embedding.Embedding;
import dev.vigil.runtime.error.UserError;
import dev.vigil.runtime.json.Base64Bytes;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Enrols a second model beside the first: every picture of which the gallery holds a face gets a face of the new model too, from the
 * photo where it is sent again, else from the crop that was kept. A face's id is made of its model and its source, so that a migration
 * may be stopped and run again at any time: it goes on where it was, and enrols nothing twice. Nothing of the first model is changed.
 */
public final class Migration {
    /** People under way for each worker: enough to keep it busy while the oldest is awaited. */
    private static final int AHEAD = 4;

    private static final int TOO_MANY = 429;

    /** A gallery that is away or asks for patience is asked again for two minutes: a migration is long, and not worth losing. */
    private static final RetryPolicy<Object> PATIENCE = RetryPolicy.builder()
            .handleIf(e -> e instanceof GalleryAwayException || (e instanceof UserError u && u.status() == TOO_MANY))
            .withBackoff(Duration.ofMillis(200), Duration.ofSeconds(5))
            .withJitter(.2)
            .withMaxRetries(-1)
            .withMaxDuration(Duration.ofMinutes(2))
            .build();

    private final GalleryClient gallery;
    private final Reembedder reembedder;
    private final PhotoIndex photos;
    private final String from;
    private final String to;
    private final Tally tally;

    /**
     * Migrates {@code gallery}.
     *
     * @param from the id of the model that is there
     * @param to the id of the model that comes
     */
    public Migration(GalleryClient gallery, Reembedder reembedder, PhotoIndex photos, String from, String to) {
        this.gallery = gallery;
        this.reembedder = reembedder;
        this.photos = photos;
        this.from = from;
        this.to = to;
        this.tally = new Tally(from, to);
    }

    /**
     * Goes through everybody.
     *
     * @param workers people at a time, at least 1
     * @param progress told how many people are done
     * @throws GalleryAwayException where the gallery goes away for longer than the client waits: run it again
     * @throws UserError where the gallery refuses the key
     */
    public MigrationReport run(int workers, IntConsumer progress) throws InterruptedException {
        ExecutorService pool = Executors.newFixedThreadPool(workers);
        try {
            Deque<Future<?>> underWay = new ArrayDeque<>();
            int done = 0;
            for (Person person : gallery.people()) {
                underWay.add(pool.submit(() -> migrate(person)));
                if (underWay.size() > workers * AHEAD) {
                    await(underWay.remove());
                    progress.accept(++done);
                }
            }
            for (Future<?> rest : underWay) {
                await(rest);
                progress.accept(++done);
            }
            return tally.report();
        } finally {
            pool.shutdownNow();
        }
    }

    private static void await(Future<?> person) throws InterruptedException {
        try {
            person.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UserError refused) {
                throw new UserError(refused.status(), refused.sentence(), e);
            }
            if (e.getCause() instanceof GalleryAwayException away) {
                throw new GalleryAwayException(
                        away.getMessage() + " What is enrolled stays: run the migration again to go on.", e);
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private void migrate(Person person) {
        List<FaceTemplate> faces;
        try {
            faces = Failsafe.with(PATIENCE).get(() -> gallery.faces(person.id()));
        } catch (UserError e) {
            if (e.status() == 404) {
                return; // erased meanwhile
            }
            throw e;
        }
        if (faces.isEmpty()) {
            return;
        }
        Map<String, List<FaceTemplate>> bySource = new LinkedHashMap<>();
        faces.forEach(face ->
                bySource.computeIfAbsent(face.source(), s -> new ArrayList<>()).add(face));
        int held = 0;
        for (List<FaceTemplate> picture : bySource.values()) {
            held += migrate(person, picture) ? 1 : 0;
        }
        tally.person(person, held > 0);
    }

    /** Whether there is a face of the new model now. */
    private boolean migrate(Person person, List<FaceTemplate> picture) {
        if (picture.stream().anyMatch(face -> face.model().equals(to))) {
            tally.already();
            return true;
        }
        FaceTemplate first = picture.stream()
                .filter(face -> face.model().equals(from))
                .findFirst()
                .orElse(picture.get(0));
        Embedding enrolled = first.model().equals(from) ? first.embedding() : null;
        String source = first.source();
        List<String> refusals = new ArrayList<>();
        boolean done =
                fromPhoto(person, first, enrolled, refusals) || fromCrop(person, picture, first, enrolled, refusals);
        if (!done) {
            tally.leftOut(
                    person,
                    source,
                    refusals.isEmpty()
                            ? "no crop was kept, and its photo was not sent"
                            : String.join(", and ", refusals));
        }
        return done;
    }

    private boolean fromPhoto(Person person, FaceTemplate first, @Nullable Embedding enrolled, List<String> refusals) {
        Optional<byte[]> photo = photos.read(first.source());
        if (photo.isEmpty()) {
            return false;
        }
        String refusal = enrol(person, first, photo.get(), enrolled, null);
        if (refusal != null) {
            refusals.add("its photo " + refusal);
            return false;
        }
        tally.fromPhoto();
        return true;
    }

    private boolean fromCrop(
            Person person,
            List<FaceTemplate> picture,
            FaceTemplate first,
            @Nullable Embedding enrolled,
            List<String> refusals) {
        Optional<Base64Bytes> crop = picture.stream()
                .flatMap(face -> Optional.ofNullable(face.crop()).stream())
                .findFirst();
        if (crop.isEmpty()) {
            return false;
        }
        String refusal = enrol(person, first, crop.get().toArray(), enrolled, crop.get());
        if (refusal != null) {
            refusals.add("its crop " + refusal);
            return false;
        }
        tally.fromCrop();
        return true;
    }

    /** Null when it is enrolled, else why not. */
    private @Nullable String enrol(
            Person person,
            FaceTemplate first,
            byte[] picture,
            @Nullable Embedding enrolled,
            @Nullable Base64Bytes crop) {
        Result result = reembedder.embed(picture, enrolled, crop == null && first.crop() != null);
        if (result instanceof Result.Refused refused) {
            return refused.sentence();
        }
        Result.Done done = (Result.Done) result;
        boolean small = crop != null; // then the quality is that of the photo, which the crop does not show
        NewFace face = new NewFace(
                to,
                done.face().embedding(),
                first.source(),
                small ? first.quality() : done.face().face().quality().score(),
                small ? crop : done.face().crop());
        try {
            Failsafe.with(PATIENCE).get(() -> gallery.enrol(person.id(), face));
        } catch (UserError e) {
            if (e.status() == 404 || e.status() == 409 || e.status() == 422) {
                return "is refused by the gallery: " + e.sentence();
            }
            throw e;
        }
        tally.likeness(done.likeness());
        return null;
    }
}
