package dev.vigil.recognizer.photo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vigil.gallery.client.EnrolledFace;
import dev.vigil.gallery.client.EnrolmentWarning.Kind;
import dev.vigil.gallery.client.NewFace;
import dev.vigil.gallery.client.NewPerson;
import dev.vigil.recognizer.photo.Enrolment.Enrolled;
import dev.vigil.recognizer.photo.Enrolment.Refused;
import dev.vigil.runtime.error.UserError;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnrollerTest {
    private final InMemoryGallery gallery = new InMemoryGallery();
    private final Enroller enroller = new Enroller(new Photos(), gallery, "a-model", true);

    private Enrolled enrolled(Enrolment enrolment) {
        assertThat(enrolment).isInstanceOf(Enrolled.class);
        return (Enrolled) enrolment;
    }

    @Test
    void aPhotoOfOneMakesThePersonAndKeepsTheFaceWithItsCrop() {
        Enrolled enrolled = enrolled(enroller.enrol("p1", "Anna", Photos.of("anna")));
        assertThat(enrolled.personCreated()).isTrue();
        assertThat(enrolled.added()).isTrue();
        assertThat(enrolled.warnings()).isEmpty();
        assertThat(gallery.person("p1")).map(p -> p.name()).contains("Anna");
        assertThat(gallery.faces("p1")).singleElement().satisfies(face -> {
            assertThat(face.model()).isEqualTo("a-model");
            assertThat(face.embedding()).isEqualTo(Photos.embedding("anna"));
            assertThat(face.source()).hasSize(64).matches("[0-9a-f]+");
            assertThat(face.crop()).isNotNull();
        });
    }

    @Test
    void theSamePhotoEnrolsOnceAndAnotherIsAdded() {
        enroller.enrol("p1", "Anna", Photos.of("anna"));
        Enrolled again = enrolled(enroller.enrol("p1", null, Photos.of("anna")));
        assertThat(again.personCreated()).isFalse();
        assertThat(again.added()).isFalse();
        assertThat(gallery.faces("p1")).hasSize(1);
        assertThat(enrolled(enroller.enrol("p1", "Anna", Photos.of(" anna"))).added())
                .isTrue();
        assertThat(gallery.faces("p1")).hasSize(2);
    }

    @Test
    void withoutThePolicyNoCropIsKept() {
        new Enroller(new Photos(), gallery, "a-model", false).enrol("p1", "Anna", Photos.of("anna"));
        assertThat(gallery.faces("p1"))
                .singleElement()
                .satisfies(face -> assertThat(face.crop()).isNull());
    }

    @ParameterizedTest
    @CsvSource({
        "'', There is no face in this photo",
        "anna bob, There are 2 faces in this photo: crop it",
        "anna@90 bob@80 carl@60, There are 3 faces in this photo: crop it",
        "unreadable, This is no picture."
    })
    void aPhotoThatDoesNotShowOneIsRefusedAndChangesNothing(String photo, String sentence) {
        Enrolment enrolment = enroller.enrol("p1", "Anna", Photos.of(photo));
        assertThat(enrolment).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.status()).isEqualTo(422);
            assertThat(refused.sentence()).startsWith(sentence);
        });
        assertThat(enroller.enrolNamed("Anna", Photos.of(photo))).isInstanceOf(Refused.class);
        assertThat(gallery.people()).isEmpty();
    }

    @Test
    void farSmallerFacesInTheBackgroundArePassedOverWithAWarning() {
        Enrolled enrolled = enrolled(enroller.enrol("p1", "Anna", Photos.of("bob@49 anna@100")));
        assertThat(enrolled.face().embedding()).isEqualTo(Photos.embedding("anna"));
        assertThat(enrolled.warnings()).singleElement().asString().contains("background");
    }

    @ParameterizedTest
    @CsvSource({"bob@77 anna@100!, anna", "bob@78 anna@100!, ''", "bob@77 anna@100, ''", "anna@77! bob@100, ''"})
    void besideTheFaceInTheMiddleSomewhatSmallerOnesArePassedOver(String photo, String enrolled) {
        Enrolment enrolment = enroller.enrol("p1", "Anna", Photos.of(photo));
        if (enrolled.isEmpty()) {
            assertThat(enrolment).isInstanceOf(Refused.class);
        } else {
            assertThat(enrolled(enrolment).face().embedding()).isEqualTo(Photos.embedding(enrolled));
        }
    }

    @Test
    void anUnknownIdNeedsANameAndAnotherNameIsRefused() {
        assertThat(enroller.enrol("p1", null, Photos.of("anna")))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.status()).isEqualTo(404));
        gallery.put("p1", NewPerson.named("Anna"));
        assertThat(enroller.enrol("p1", "Bob", Photos.of("bob")))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.status()).isEqualTo(409));
        assertThat(gallery.faces("p1")).isEmpty();
    }

    @Test
    void whatTheGallerysPolicyRefusesIsEnrolledWhereItIsAccepted() {
        InMemoryGallery strict = new InMemoryGallery() {
            @Override
            public EnrolledFace enrol(String person, NewFace face, Set<Kind> accepted) {
                if (!accepted.contains(Kind.CONFLICT)) {
                    throw new UserError(409, "It resembles somebody else.");
                }
                return EnrolledFace.of(enrol(person, face), List.of());
            }
        };
        Enroller careful = new Enroller(new Photos(), strict, "a-model", true);
        assertThat(careful.enrolNamed("Anna", Photos.of("anna"))).isInstanceOf(Refused.class);
        assertThat(strict.people()).isEmpty();
        assertThat(enrolled(careful.enrolNamed("Anna", Photos.of("anna"), Set.of(Kind.CONFLICT)))
                        .added())
                .isTrue();
        assertThat(enrolled(careful.enrol("p1", "Bob", Photos.of("bob"), Set.of(Kind.CONFLICT)))
                        .added())
                .isTrue();
    }

    @Test
    void byNameTheOldestPersonIsTakenOrANewOneMade() {
        Enrolled first = enrolled(enroller.enrolNamed("Anna", Photos.of("anna")));
        assertThat(first.personCreated()).isTrue();
        Enrolled second = enrolled(enroller.enrolNamed("Anna", Photos.of(" anna")));
        assertThat(second.personCreated()).isFalse();
        assertThat(second.person().id()).isEqualTo(first.person().id());
        assertThat(gallery.people()).hasSize(1);
    }

    @Test
    void anAnalyzerThatIsBusyIsNoRefusalOfThePhoto() {
        PhotoAnalyzer busy = (photo, crops) -> {
            throw new UserError(503, "Too many photos.");
        };
        Enroller waiting = new Enroller(busy, gallery, "a-model", true);
        assertThatThrownBy(() -> waiting.enrol("p1", "Anna", Photos.of("anna")))
                .isInstanceOfSatisfying(
                        UserError.class, e -> assertThat(e.status()).isEqualTo(503));
        assertThat(gallery.people()).isEmpty();
    }
}
