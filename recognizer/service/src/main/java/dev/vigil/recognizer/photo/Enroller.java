package dev.vigil.recognizer.photo;

import dev.vigil.gallery.client.EnrolledFace;
import dev.vigil.gallery.client.EnrolmentWarning;
import dev.vigil.gallery.client.GalleryClient;
import dev.vigil.gallery.client.NewFace;
import dev.vigil.gallery.client.NewPerson;
import dev.vigil.gallery.client.OnBehalfOf;
import dev.vigil.gallery.event.Person;
import dev.vigil.recognizer.photo.Enrolment.Enrolled;
import dev.vigil.recognizer.photo.Enrolment.Refused;
import dev.vigil.recognizer.photo.PhotoAnalyzer.Crops;
import dev.vigil.runtime.error.UserError;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Enrols people by photos of them alone. A photo is looked at before anything is written, so that a refused one changes nothing,
 * and is known by its SHA-256, so that the same one enrols once. Thread-safe.
 *
 * <p>Its methods throw {@link dev.vigil.gallery.client.GalleryAwayException} where the gallery can't be reached.
 */
public final class Enroller {
    private static final int UNPROCESSABLE = 422;
    /** The gallery's policy refuses the face. */
    private static final int CONFLICT = 409;

    private final PhotoAnalyzer analyzer;
    private final GalleryClient gallery;
    private final String model;
    private final boolean keepCrops;

    /**
     * Enrols into {@code gallery}.
     *
     * @param model the id of the analyzer's embedder
     * @param keepCrops whether a small picture of the face is kept with it
     */
    public Enroller(PhotoAnalyzer analyzer, GalleryClient gallery, String model, boolean keepCrops) {
        this.analyzer = analyzer;
        this.gallery = gallery;
        this.model = model;
        this.keepCrops = keepCrops;
    }

    /** The same, on behalf of somebody, whom the gallery's audit names. */
    public Enroller onBehalfOf(OnBehalfOf who) {
        return new Enroller(analyzer, gallery.onBehalfOf(who), model, keepCrops);
    }

    /**
     * Enrols a photo of the person with that id.
     *
     * @param name creates the person under that name where there is none with the id; null where they must exist
     */
    public Enrolment enrol(String id, @Nullable String name, byte[] photo) {
        return enrol(id, name, photo, Set.of());
    }

    /**
     * The same.
     *
     * @param accepted what the gallery's policy would refuse about the face, and is enrolled all the same
     */
    public Enrolment enrol(String id, @Nullable String name, byte[] photo, Set<EnrolmentWarning.Kind> accepted) {
        Optional<Person> known = gallery.person(id);
        if (known.isPresent()) {
            String is = known.get().name();
            return name == null || name.equals(is)
                    ? enrol(photo, known, known::orElseThrow, accepted)
                    : new Refused(
                            409,
                            "The person '" + id + "' is named '" + is + "', not '" + name
                                    + "': leave the name out, or use another id.");
        }
        return name == null
                ? new Refused(404, "There is no person '" + id + "': give a name, as in ?name=NAME, to create one.")
                : enrol(photo, known, () -> gallery.put(id, NewPerson.named(name)), accepted);
    }

    /** Enrols a photo of the oldest person with exactly that name, who is created where there is none. */
    public Enrolment enrolNamed(String name, byte[] photo) {
        return enrolNamed(name, photo, Set.of());
    }

    /** The same, where the gallery's policy would refuse what is {@code accepted} about the face. */
    public Enrolment enrolNamed(String name, byte[] photo, Set<EnrolmentWarning.Kind> accepted) {
        Optional<Person> known = gallery.peopleNamed(name).stream().findFirst();
        return enrol(photo, known, () -> known.orElseGet(() -> gallery.create(NewPerson.named(name))), accepted);
    }

    private Enrolment enrol(
            byte[] photo, Optional<Person> known, Supplier<Person> person, Set<EnrolmentWarning.Kind> accepted) {
        SoleFace sole;
        try {
            sole = SoleFace.of(analyzer.analyze(photo, keepCrops ? Crops.SMALL : Crops.NONE));
        } catch (UserError e) {
            if (e.status() != UNPROCESSABLE) {
                throw e;
            }
            return new Refused(UNPROCESSABLE, e.sentence());
        }
        return sole instanceof SoleFace.One one
                ? write(photo, one, known.isEmpty(), person.get(), accepted)
                : new Refused(UNPROCESSABLE, ((SoleFace.NotOne) sole).sentence("this photo"));
    }

    private Enrolment write(
            byte[] photo, SoleFace.One one, boolean created, Person person, Set<EnrolmentWarning.Kind> accepted) {
        String source = sha256(photo);
        boolean there = !created && holds(person.id(), source);
        PhotoFace face = one.face();
        NewFace template = new NewFace(
                model, face.embedding(), source, face.face().quality().score(), face.crop());
        EnrolledFace held;
        try {
            held = gallery.enrol(person.id(), template, accepted);
        } catch (UserError e) {
            if (created) {
                gallery.erase(person.id()); // who is refused the first face is nobody yet
            }
            if (e.status() == CONFLICT) {
                return new Refused(CONFLICT, e.sentence());
            }
            throw e;
        }
        List<String> warnings = new ArrayList<>(PhotoWarnings.of(one));
        held.warnings().forEach(warning -> warnings.add(warning.sentence()));
        return new Enrolled(person, created, held.template(), !there, warnings);
    }

    private boolean holds(String person, String source) {
        return gallery.faces(person).stream()
                .anyMatch(face -> face.source().equals(source) && face.model().equals(model));
    }

    private static String sha256(byte[] photo) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(photo));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This JDK has no SHA-256.", e);
        }
    }
}
