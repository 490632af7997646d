package dev.vigil.gallery.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vigil.gallery.client.NewFace;
import dev.vigil.gallery.event.FaceTemplate;
import dev.vigil.gallery.event.GalleryKey;
import dev.vigil.gallery.log.Change;
import dev.vigil.gallery.log.Plan;
import dev.vigil.gallery.state.GalleryState;
import dev.vigil.gallery.state.HeldFace;
import dev.vigil.runtime.error.UserError;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What requests about faces come to. Pure. */
final class Faces {
    private static final int ID_BYTES = 16;

    private Faces() {}

    /** The first 128 bits of the SHA-256 of model and source, so that the same photo enrols once for a person. */
    static String id(String model, String source) {
        return hash(model + "\n" + source);
    }

    /** The entity tag of a list of faces: a face never changes, so that its id says it all. */
    static String tag(List<String> faces) {
        return "\"" + hash(faces.stream().sorted().collect(Collectors.joining("\n"))) + "\"";
    }

    /** That a person has no such face. */
    static UserError none(String person, String face) {
        return new UserError(404, "The person '" + person + "' has no face '" + face + "'.");
    }

    private static String hash(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
            return HexFormat.of().formatHex(hash, 0, ID_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This JDK has no SHA-256.", e);
        }
    }

    /** Enrols, or returns the face that is there, without its crop. */
    static Plan<Saved<FaceTemplate>> enrol(
            GalleryState state, String person, NewFace face, int most, Precondition condition, Instant now) {
        People.find(state, person);
        String id = id(face.model(), face.source());
        Optional<HeldFace> present = state.face(person, id);
        if (present.isPresent()) {
            return Plan.nothing(new Saved<>(present.get().with(null), false));
        }
        List<String> held = state.faceIds(person);
        condition.checkTag(tag(held));
        if (held.size() >= most) {
            throw new UserError(422, "A person has at most " + most + " faces: remove one first.");
        }
        FaceTemplate template = new FaceTemplate(
                id, person, face.model(), face.embedding(), face.source(), face.quality(), face.crop(), now);
        return Plan.of(new Saved<>(template, true), new Change(new GalleryKey.OfFace(person, id), template));
    }

    /** Removes one face. */
    static Plan<String> remove(GalleryState state, String person, String face, Precondition condition) {
        People.find(state, person);
        List<String> held = state.faceIds(person);
        condition.checkTag(tag(held));
        if (!held.contains(face)) {
            throw none(person, face);
        }
        return Plan.of(face, new Change(new GalleryKey.OfFace(person, face), null));
    }
}
