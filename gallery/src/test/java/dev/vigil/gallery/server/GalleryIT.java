package dev.vigil.gallery.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigil.gallery.broker.TestBroker;
import dev.vigil.gallery.client.HttpGalleryClient;
import dev.vigil.gallery.client.Identified;
import dev.vigil.gallery.client.NewPerson;
import dev.vigil.gallery.client.Probes;
import dev.vigil.gallery.event.FaceTemplate;
import dev.vigil.gallery.event.Person;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GalleryIT {
    @TempDir
    static Path data;

    static TestBroker broker;

    @BeforeAll
    static void startBroker() throws Exception {
        broker = TestBroker.start(data);
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @Test
    void whoIsEnrolledIsFoundAtOnce() throws Exception {
        String topic = broker.createChangedTopic("enrol");
        try (RunningGallery running = RunningGallery.start(broker.client(), topic)) {
            HttpGalleryClient client = running.client();
            Person ann = client.create(NewPerson.named("Ann"));
            Person bob = client.put("bob", NewPerson.named("Bob"));
            FaceTemplate face = client.enrol(ann.id(), Vectors.face(1));
            client.enrol(bob.id(), Vectors.face(2));

            Identified answer =
                    client.identify(new Probes(Vectors.MODEL, 5, List.of(Vectors.of(1), Vectors.of(2), Vectors.of(3))));

            assertThat(answer.templates()).isEqualTo(2);
            assertThat(answer.results()).hasSize(3);
            assertThat(answer.results().get(0).candidates().get(0).name()).isEqualTo("Ann");
            assertThat(answer.results().get(0).candidates().get(0).face()).isEqualTo(face.id());
            assertThat(answer.results().get(0).candidates().get(0).score()).isGreaterThan(0.9999f);
            assertThat(answer.results().get(1).candidates().get(0).person()).isEqualTo("bob");
            assertThat(answer.results().get(2).candidates()).hasSize(2);
            assertThat(answer.results().get(2).candidates().get(0).score()).isLessThan(0.3f);
        }
    }
}
