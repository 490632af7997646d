package dev.vigil.gallery.review;

import dev.vigil.gallery.client.GalleryAwayException;
import dev.vigil.gallery.client.GalleryClient;
import dev.vigil.gallery.event.FaceTemplate;
import dev.vigil.gallery.event.Person;
import dev.vigil.runtime.error.UserError;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** Reads everybody and their faces, a few requests at a time, and hands them over in the order of their ids, on the caller's thread. */
final class Everybody {
    private static final int AT_ONCE = 4;
    private static final int AHEAD = 32;
    private static final int NOT_FOUND = 404;

    private Everybody() {}

    /**
     * A person and their faces.
     *
     * @param person who
     * @param faces of every model, without crops
     */
    record Known(Person person, List<FaceTemplate> faces) {
        /** Those of one model. */
        List<FaceTemplate> of(String model) {
            return faces.stream().filter(face -> face.model().equals(model)).toList();
        }
    }

    /**
     * Reads these people's faces; whoever is erased meanwhile has none.
     *
     * @throws GalleryAwayException where the gallery goes away
     * @throws UserError where it refuses
     */
    static void read(GalleryClient gallery, List<Person> people, Consumer<Known> each) throws InterruptedException {
        ExecutorService pool = Executors.newFixedThreadPool(AT_ONCE);
        try {
            Deque<Future<Known>> underWay = new ArrayDeque<>();
            for (Person person : people) {
                underWay.add(pool.submit(() -> new Known(person, faces(gallery, person))));
                if (underWay.size() >= AHEAD) {
                    each.accept(await(underWay.remove()));
                }
            }
            while (!underWay.isEmpty()) {
                each.accept(await(underWay.remove()));
            }
        } finally {
            pool.shutdownNow();
        }
    }

    private static List<FaceTemplate> faces(GalleryClient gallery, Person person) {
        try {
            return gallery.embeddings(person.id());
        } catch (UserError e) {
            if (e.status() == NOT_FOUND) {
                return List.of();
            }
            throw e;
        }
    }

    private static Known await(Future<Known> read) throws InterruptedException {
        try {
            return read.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UserError refused) {
                throw new UserError(refused.status(), refused.sentence(), e);
            }
            if (e.getCause() instanceof GalleryAwayException away) {
                throw new GalleryAwayException(String.valueOf(away.getMessage()), e);
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
