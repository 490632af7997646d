package dev.vigil.recognizer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vigil.recognizer.decide.DecideTopology;
import dev.vigil.recognizer.decide.FakeGallery;
import dev.vigil.recognizer.see.SeeTopology;
import dev.vigil.recognizer.see.TopologyFixtures;
import dev.vigil.recognizer.stream.RecognizerMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.Objects;
import org.apache.kafka.streams.Topology;
import org.junit.jupiter.api.Test;

/** The names of stores are the names of changelogs: a change here is a migration. */
class TopologiesTest {
    private final RecognizerMetrics metrics = new RecognizerMetrics(new SimpleMeterRegistry());

    @Test
    void seeIsAsDrawn() throws IOException {
        assertDrawn(TopologyFixtures.see(metrics), SeeTopology.APPLICATION);
    }

    @Test
    void decideIsAsDrawn() throws IOException {
        FakeGallery gallery = new FakeGallery();
        assertDrawn(
                DecideTopology.build(TopologyFixtures.decideSettings(), gallery, metrics, Clock.systemUTC()),
                DecideTopology.APPLICATION);
    }

    private static void assertDrawn(Topology topology, String name) throws IOException {
        try (InputStream golden = TopologiesTest.class.getResourceAsStream("/golden/" + name + ".txt")) {
            String expected = new String(Objects.requireNonNull(golden).readAllBytes(), UTF_8);
            assertThat(topology.describe().toString().strip()).isEqualTo(expected.strip());
        }
    }
}
