package dev.vigil.recognizer.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigil.recognizer.event.Recognition;
import dev.vigil.recognizer.see.TopologyFixtures;
import dev.vigil.recognizer.stream.RecognizerMetrics;
import dev.vigil.recognizer.stream.Stores;
import dev.vigil.recognizer.track.Faces;
import dev.vigil.runtime.topic.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.List;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.MockProcessorContext.CapturedPunctuator;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;

/** When the gallery is asked. Kafka Streams commits a task that was punctuated, so that nothing may be due without need. */
class DecideProcessorTest {
    private final FakeGallery gallery = new FakeGallery().enrol("ada", Faces.person(1, 0));
    private final RecognizerMetrics metrics = new RecognizerMetrics(new SimpleMeterRegistry());
    private final MockProcessorContext<String, Object> context = new MockProcessorContext<>();
    private final KeyValueStore<String, Pending> pending = Stores.inMemory(DecideTopology.PENDING, Pending.class)
            .withLoggingDisabled()
            .build();
    private final KeyValueStore<String, Episode> episodes = Stores.inMemory(DecideTopology.EPISODES, Episode.class)
            .withLoggingDisabled()
            .build();
    private final Sighted track = new Sighted(0);
    private long offset;

    private DecideProcessor begun() {
        pending.init(context.getStateStoreContext(), pending);
        episodes.init(context.getStateStoreContext(), episodes);
        context.setCurrentSystemTimeMs(0);
        return newTask();
    }

    private DecideProcessor newTask() {
        DecideSettings settings = TopologyFixtures.decideSettings();
        DecideProcessor processor = new DecideProcessor(
                settings,
                new GalleryDesk(gallery, settings.candidates(), metrics, Clock.systemUTC()),
                new ShadowDecisions(settings, gallery, metrics, Clock.systemUTC()),
                metrics);
        processor.init(context);
        return processor;
    }

    private void pipe(DecideProcessor processor, TestRecord<String, byte[]> sighting) {
        context.setRecordMetadata(Topics.FACE_SIGHTED.name(), 0, offset++);
        processor.process(new Record<>(sighting.key(), sighting.value(), 0, sighting.headers()));
    }

    private List<CapturedPunctuator> due() {
        return context.scheduledPunctuators().stream()
                .filter(punctuator -> !punctuator.cancelled())
                .toList();
    }

    @Test
    void nothingIsDueWhileNothingWaits() {
        DecideProcessor processor = begun();
        assertThat(due()).isEmpty();

        pipe(processor, track.shot(Faces.person(1, 5)));
        pipe(processor, new Sighted(1).shot(Faces.person(1, 6)));
        assertThat(due()).as("both are asked at once").hasSize(1);

        due().get(0).getPunctuator().punctuate(10);

        assertThat(context.forwarded())
                .extracting(each -> each.record().value())
                .hasSize(2)
                .hasOnlyElementsOfType(Recognition.class);
        assertThat(due()).isEmpty();
    }

    @Test
    void whatWaitedWhenTheTaskBeganIsAsked() {
        pipe(begun(), track.shot(Faces.person(1, 5)));
        context.scheduledPunctuators().forEach(CapturedPunctuator::cancel);

        newTask();

        due().get(0).getPunctuator().punctuate(10);
        assertThat(context.forwarded()).hasSize(1);
    }
}
