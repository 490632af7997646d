package dev.vigil.recognizer.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vigil.gallery.client.NewFace;
import dev.vigil.gallery.client.NewPerson;
import dev.vigil.gallery.event.FaceTemplate;
import dev.vigil.recognizer.migrate.MigrationReport.LeftOut;
import dev.vigil.recognizer.migrate.MigrationReport.Whom;
import dev.vigil.recognizer.photo.Enroller;
import dev.vigil.recognizer.photo.InMemoryGallery;
import dev.vigil.recognizer.photo.PhotoAnalyzer;
import dev.vigil.recognizer.photo.PhotoFace;
import dev.vigil.recognizer.photo.Photos;
import dev.vigil.runtime.embedding.Embedding;
import dev.vigil.runtime.error.UserError;
import dev.vigil.runtime.json.Base64Bytes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MigrationTest {
    private static final String OLD = "old-26";
    private static final String NEW = "new-2";

    private final InMemoryGallery gallery = new InMemoryGallery();
    private final PhotoAnalyzer old = new Photos();
    /** Sees the same faces, and embeds them otherwise. */
    private final PhotoAnalyzer young = (photo, crops) -> old.analyze(photo, crops).stream()
            .map(face -> new PhotoFace(face.face(), turned(face.embedding()), face.central(), face.crop()))
            .toList();

    private static Embedding turned(Embedding embedding) {
        float[] both = {embedding.at(0), embedding.at(1), .5f};
        return Embedding.normalised(both);
    }

    @BeforeEach
    void enrol() {
        Enroller enroller = new Enroller(old, gallery, OLD, true);
        enroller.enrol("ann", "Ann", Photos.of("anna"));
        enroller.enrol("ann", "Ann", Photos.of(" anna"));
        enroller.enrol("bob", "Bob", Photos.of("bob"));
        gallery.put("nobody", NewPerson.named("Without a face"));
    }

    private MigrationReport migrate(PhotoIndex photos) throws InterruptedException {
        return new Migration(gallery, new Reembedder(old, young), photos, OLD, NEW).run(2, done -> {});
    }

    private List<FaceTemplate> young(String person) {
        return gallery.faces(person).stream()
                .filter(face -> face.model().equals(NEW))
                .toList();
    }

    @Test
    void everyPictureGetsAFaceOfTheNewModelFromItsCropAndKeepsTheOldOne() throws InterruptedException {
        MigrationReport report = migrate(PhotoIndex.NONE);
        assertThat(report.complete()).isTrue();
        assertThat(report)
                .extracting(MigrationReport::people, MigrationReport::faces, MigrationReport::fromCrops)
                .containsExactly(2, 3, 3);
        assertThat(gallery.faces("ann")).hasSize(4);
        FaceTemplate before = gallery.faces("bob").get(0);
        assertThat(young("bob")).singleElement().satisfies(face -> {
            assertThat(face.embedding()).isEqualTo(turned(Photos.embedding("bob")));
            assertThat(face.source()).isEqualTo(before.source());
            assertThat(face.quality()).isEqualTo(before.quality());
            assertThat(face.crop()).isEqualTo(before.crop());
        });
    }

    @Test
    void runAgainItGoesOnWhereItWasAndEnrolsNothingTwice() throws InterruptedException {
        migrate(PhotoIndex.NONE);
        new Enroller(old, gallery, OLD, true).enrol("bob", null, Photos.of("bob "));
        MigrationReport again = migrate(PhotoIndex.NONE);
        assertThat(again)
                .extracting(MigrationReport::already, MigrationReport::fromCrops)
                .containsExactly(3, 1);
        assertThat(young("bob")).hasSize(2);
        assertThat(young("ann")).hasSize(2);
    }

    @Test
    void whoseFacesCanNotBeEmbeddedAgainIsNamedWithTheReason() throws InterruptedException {
        enrolled("carl", "Carl", "a", Photos.embedding("carl"), null);
        enrolled("dora", "Dora", "b", Photos.embedding("dora"), "eve");
        enrolled("fred", "Fred", "c", Photos.embedding("fred"), "");
        enrolled("fred", "Fred", "d", Photos.embedding("fred"), "fred");
        MigrationReport report = migrate(PhotoIndex.NONE);
        assertThat(report.complete()).isFalse();
        assertThat(report.leftOut())
                .containsExactly(
                        new LeftOut("carl", "Carl", "a", "no crop was kept, and its photo was not sent"),
                        new LeftOut(
                                "dora",
                                "Dora",
                                "b",
                                "its crop shows another face than was enrolled, or too little of it (likeness 0.00)"),
                        new LeftOut("fred", "Fred", "c", "its crop shows no face that the detector finds"));
        assertThat(report.peopleWithout()).containsExactly(new Whom("carl", "Carl"), new Whom("dora", "Dora"));
        assertThat(young("dora")).isEmpty();
        assertThat(young("fred")).hasSize(1);
    }

    /** Of the faces in a photo, the one is meant that the old model recognises. */
    @Test
    void aPhotoThatIsSentAgainIsKnownByItsSha256(@TempDir Path folder) throws Exception {
        Files.createDirectories(folder.resolve("some/where"));
        Files.write(folder.resolve("some/where/called otherwise.jpg"), Photos.of("eve@30 dora@100!"));
        Files.write(folder.resolve("some/other.jpg"), Photos.of("nobody asked"));
        new Enroller(old, gallery, OLD, false).enrol("dora", "Dora", Photos.of("eve@30 dora@100!"));
        PhotoIndex photos = PhotoIndex.of(folder);
        assertThat(photos.size()).isEqualTo(2);
        MigrationReport report = migrate(photos);
        assertThat(report.complete()).isTrue();
        assertThat(report.fromPhotos()).isEqualTo(1);
        assertThat(report.likeness()).isEqualTo(new MigrationReport.Likeness(1, 1));
        assertThat(young("dora")).extracting(FaceTemplate::embedding).containsExactly(turned(Photos.embedding("dora")));
    }

    @Test
    void aKeyThatTheGalleryRefusesEndsIt() {
        InMemoryGallery closed = new InMemoryGallery() {
            @Override
            public synchronized FaceTemplate enrol(String person, NewFace face) {
                if (face.model().equals(NEW)) {
                    throw new UserError(403, "This key may not enrol.");
                }
                return super.enrol(person, face);
            }
        };
        new Enroller(old, closed, OLD, true).enrol("ann", "Ann", Photos.of("anna"));
        Migration migration = new Migration(closed, new Reembedder(old, young), PhotoIndex.NONE, OLD, NEW);
        assertThatThrownBy(() -> migration.run(2, done -> {}))
                .isInstanceOf(UserError.class)
                .hasMessage("This key may not enrol.");
    }

    private void enrolled(String id, String name, String source, Embedding embedding, @Nullable String cropWords) {
        gallery.put(id, NewPerson.named(name));
        Base64Bytes crop = cropWords == null ? null : Base64Bytes.of(Photos.of(cropWords));
        gallery.enrol(id, new NewFace(OLD, embedding, source, .8f, crop));
    }
}
