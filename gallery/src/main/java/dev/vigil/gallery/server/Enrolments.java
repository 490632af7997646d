package dev.vigil.gallery.server;

import dev.vigil.gallery.client.EnrolledFace;
import dev.vigil.gallery.client.EnrolmentWarning;
import dev.vigil.gallery.client.EnrolmentWarning.Kind;
import dev.vigil.gallery.client.NewFace;
import dev.vigil.gallery.enrolment.EnrolmentSense;
import dev.vigil.gallery.event.FaceTemplate;
import dev.vigil.gallery.log.Plan;
import dev.vigil.gallery.state.GalleryState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Enrols faces as the policy has it: how many, with which crops, and what is odd about them. Thread-safe. */
final class Enrolments {
    private final GalleryState state;
    private final Identification identification;
    private final EnrolmentSense sense;
    private final GalleryConfig config;

    Enrolments(GalleryState state, Identification identification, EnrolmentSense sense, GalleryConfig config) {
        this.state = state;
        this.identification = identification;
        this.sense = sense;
        this.config = config;
    }

    /**
     * Whose else the face may be. It searches the whole gallery, so it is done before the write's turn comes, and two people who
     * are enrolled with one face in the same moment may both pass.
     */
    List<EnrolmentWarning> others(String person, NewFace face) {
        People.find(state, person);
        identification.checkDimension(face.model(), face.embedding());
        return state.faceIds(person).contains(Faces.id(face.model(), face.source()))
                ? List.of()
                : sense.others(person, face.model(), face.embedding());
    }

    /**
     * Enrols, or returns the face that is there, without its crop.
     *
     * @param others as {@link #others} found them
     * @param accepted what the request takes upon itself
     */
    Plan<Saved<EnrolledFace>> enrol(
            GalleryState now,
            String person,
            NewFace face,
            List<EnrolmentWarning> others,
            Set<Kind> accepted,
            Precondition condition,
            Instant at) {
        identification.checkDimension(face.model(), face.embedding());
        Plan<Saved<FaceTemplate>> plan =
                Faces.enrol(now, person, config.kept(face), config.facesPerPerson(), condition, at);
        List<EnrolmentWarning> warnings = List.of();
        if (plan.result().created()) {
            List<EnrolmentWarning> found = new ArrayList<>(others);
            found.addAll(sense.own(person, face.model(), face.embedding()));
            warnings = sense.admit(found, accepted);
        }
        EnrolledFace enrolled = EnrolledFace.of(plan.result().value(), warnings);
        return new Plan<>(new Saved<>(enrolled, plan.result().created()), plan.changes());
    }
}
