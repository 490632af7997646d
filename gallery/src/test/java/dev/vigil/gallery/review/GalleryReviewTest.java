package dev.vigil.gallery.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigil.gallery.client.NewPerson;
import dev.vigil.gallery.review.Findings.Bounds;
import dev.vigil.gallery.review.Findings.Missing;
import dev.vigil.gallery.review.Findings.Outlier;
import dev.vigil.gallery.review.Findings.Poor;
import dev.vigil.gallery.review.Findings.Repeated;
import dev.vigil.gallery.review.Findings.Who;
import dev.vigil.runtime.json.Base64Bytes;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GalleryReviewTest {
    private static final String MODEL = "m";
    private static final Bounds BOUNDS = new Bounds(.8f, .4f, .99f, .3f);
    private static final Instant AT = Instant.parse("2026-11-24T06:00:00Z");

    private final ScannedGallery gallery = new ScannedGallery();

    private Findings review() throws InterruptedException {
        return new GalleryReview(gallery, MODEL, BOUNDS).run(people -> {});
    }

    @Test
    void findsPeopleWhoMayBeOneAndTellsEachPairOnceWithTheMostAlikeFaces() throws InterruptedException {
        gallery.face("ann", "a1", MODEL, .9f, 1, 0, 0);
        gallery.face("ann", "a2", MODEL, .9f, 1, .3f, 0);
        gallery.face("bea", "b1", MODEL, .9f, 1, .3f, .1f);
        gallery.face("carl", "c1", MODEL, .9f, 0, 0, 1);
        Findings found = review();
        assertThat(found.twins()).singleElement().satisfies(twins -> {
            assertThat(twins.a()).isEqualTo(new Who("ann", "ANN"));
            assertThat(twins.b().id()).isEqualTo("bea");
            assertThat(twins.faceA()).isEqualTo("a2");
            assertThat(twins.faceB()).isEqualTo("b1");
        });
        assertThat(found).extracting(Findings::people, Findings::faces).containsExactly(3, 4);
        assertThat(found.count()).isEqualTo(1);
    }

    @Test
    void findsFacesUnlikeThePersonsOthersAlsoWhereTheyResembleEachOther() throws InterruptedException {
        gallery.face("ann", "a1", MODEL, .9f, 1, 0, 0);
        gallery.face("ann", "a2", MODEL, .9f, 1, .5f, 0);
        gallery.face("ann", "a3", MODEL, .9f, 1, -.5f, 0);
        gallery.face("ann", "x1", MODEL, .9f, 0, .1f, 1);
        gallery.face("ann", "x2", MODEL, .9f, 0, -.3f, 1);
        gallery.face("bea", "b1", MODEL, .9f, -1, 0, 0);
        gallery.face("bea", "b2", MODEL, .9f, 0, -1, -1);
        Findings found = review();
        assertThat(found.outliers())
                .extracting(Outlier::person, Outlier::faces)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple(new Who("ann", "ANN"), List.of("x1", "x2")),
                        org.assertj.core.groups.Tuple.tuple(new Who("bea", "BEA"), List.of("b2")));
        assertThat(found.outliers().get(0).best()).isLessThan(.4f);
    }

    @Test
    void findsRepeatedAndPoorPicturesAndPeopleWhoAreNeverFound() throws InterruptedException {
        gallery.face("ann", "a1", MODEL, .9f, 1, 0, 0);
        gallery.face("ann", "a2", MODEL, .2f, 1, .01f, 0);
        gallery.face("bea", "b1", "other", .1f, 1, 0, 0, 0);
        gallery.put("carl", NewPerson.named("Carl"));
        Findings found = review();
        assertThat(found.repeated())
                .extracting(Repeated::faceA, Repeated::faceB)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("a1", "a2"));
        assertThat(found.poor()).containsExactly(new Poor(new Who("ann", "ANN"), "a2", .2f));
        assertThat(found.missing())
                .containsExactly(new Missing(new Who("bea", "BEA"), 1), new Missing(new Who("carl", "Carl"), 0));
    }

    @Test
    void asksInBatches() throws InterruptedException {
        Random random = new Random(7);
        for (int i = 0; i < 200; i++) {
            float[] numbers = new float[64];
            for (int j = 0; j < numbers.length; j++) {
                numbers[j] = (float) random.nextGaussian();
            }
            gallery.face(String.format("p%03d", i), "f", MODEL, .9f, numbers);
        }
        Findings found = review();
        assertThat(found.faces()).isEqualTo(200);
        assertThat(found.count()).isZero();
        assertThat(gallery.searches()).isEqualTo(4);
    }

    @Test
    void thePageHoldsThePicturesAndTheCommandsAndNoNameIsTakenForHtml() throws InterruptedException {
        gallery.put("ann", NewPerson.named("<script>alert('x')</script>"));
        gallery.face("ann", "a1", MODEL, .9f, 1, 0, 0);
        gallery.face("bea", "b1", MODEL, .9f, 1, 0, .1f);
        gallery.put("eve", NewPerson.named("Eve \"$(reboot)\""));
        String page = ReviewPage.of(review(), (person, face) -> Optional.of(Base64Bytes.of(new byte[] {1, 2, 3})), AT);
        assertThat(page)
                .contains("data:image/jpeg;base64,AQID")
                .contains("./vigil people merge ann bea")
                .contains("&lt;script&gt;")
                .contains("./vigil people add \"Eve \\&quot;\\$(reboot)\\&quot;\" PHOTO")
                .doesNotContain("<script")
                .doesNotContain("http://")
                .doesNotContain("https://");
        assertThat(ReviewPage.of(review(), (person, face) -> Optional.empty(), AT))
                .contains("no crop kept");
    }

    /** One picture under the wrong name makes two people alike: they are not to be merged for that. */
    @Test
    void aPictureUnderTheWrongNameIsNoReasonToMerge() throws InterruptedException {
        gallery.face("ann", "a1", MODEL, .9f, 1, 0, 0);
        gallery.face("ann", "a2", MODEL, .9f, 1, .3f, 0);
        gallery.face("ann", "wrong", MODEL, .9f, 0, 0, 1);
        gallery.face("bea", "b1", MODEL, .9f, 0, .2f, 1);
        String page = ReviewPage.of(review(), (person, face) -> Optional.empty(), AT);
        assertThat(page).contains("./vigil people remove ann wrong").doesNotContain("people merge");
    }
}
