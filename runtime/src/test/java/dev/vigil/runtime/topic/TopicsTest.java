package dev.vigil.runtime.topic;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TopicsTest {
    @Test
    void namesArePartOfTheContract() {
        assertThat(Topics.ALL)
                .extracting(TopicSpec::name)
                .containsExactly(
                        "vigil.frame.captured.v1",
                        "vigil.face.sighted.v1",
                        "vigil.frame.accounted.v1",
                        "vigil.face.recognized.v1",
                        "vigil.alert.raised.v1",
                        "vigil.gallery.changed.v1",
                        "vigil.gallery.audited.v1",
                        "vigil.dead-letter.v1");
    }

    @Test
    void whatJoinsByCameraHasTheSamePartitions() {
        assertThat(Topics.ALL.subList(0, 4))
                .allSatisfy(topic -> assertThat(topic.partitions()).isEqualTo(24))
                .allSatisfy(topic -> assertThat(topic.standalonePartitions()).isEqualTo(8));
    }

    @Test
    void personalTopicsRollTheirSegmentsWellUnderTheirRetention() {
        assertThat(Topics.ALL)
                .filteredOn(topic -> topic.config().containsKey("retention.ms"))
                .hasSize(7)
                .allSatisfy(topic -> assertThat(
                                2 * Long.parseLong(topic.config().get("segment.ms")))
                        .isLessThanOrEqualTo(Long.parseLong(topic.config().get("retention.ms"))));
    }

    @Test
    void theGallerysTruthIsCompactedWithABoundOnWhatIsErased() {
        assertThat(Topics.GALLERY_CHANGED.config())
                .containsEntry("cleanup.policy", "compact")
                .containsKey("max.compaction.lag.ms")
                .doesNotContainKey("retention.ms");
    }
}
