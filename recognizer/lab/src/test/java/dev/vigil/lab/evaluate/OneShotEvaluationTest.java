package dev.vigil.lab.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class OneShotEvaluationTest {
    private static OneShotReport report(Map<String, List<String>> people, List<Integer> ways, List<Integer> shots) {
        PhotoFolders photos = new PhotoFolders(Path.of("x"), new TreeMap<>(people), List.of());
        return new OneShotEvaluation(photos, Samples.angles(photos.pictures())).report(ways, shots, 400, 3, "m");
    }

    @Test
    void whoIsAloneIsAlwaysNamedRightlyAndWhoLooksAlikeHalfTheTime() {
        Map<String, List<String>> apart = new TreeMap<>();
        apart.put("ada", List.of("ada/0", "ada/5"));
        apart.put("bob", List.of("bob/90", "bob/95"));
        OneShotReport.Row right = report(apart, List.of(2), List.of(1)).rows().get(0);
        assertThat(right.rank1()).isEqualTo(1.0);

        Map<String, List<String>> alike = new TreeMap<>();
        alike.put("ada", List.of("ada/0", "ada/60"));
        alike.put("bob", List.of("bob/20", "bob/80"));
        // enrolled 0 and 20: 80 alone is named rightly; 60 and 80: 0 alone; 0 and 80, or 60 and 20: neither. Two of
        // eight
        OneShotReport.Row wrong = report(alike, List.of(2), List.of(1)).rows().get(0);
        assertThat(wrong.rank1()).isCloseTo(.25, within(.04));
        assertThat(wrong.episodeInterval()).isNotNull();
        assertThat(wrong.personInterval()).isNotNull();
    }

    @Test
    void whoHasTooFewPicturesIsNotDrawnAndTooFewPeopleAreSaidToBe() {
        Map<String, List<String>> people = new TreeMap<>();
        people.put("ada", List.of("ada/0", "ada/5", "ada/6"));
        people.put("bob", List.of("bob/90", "bob/95", "bob/96"));
        people.put("cid", List.of("cid/180"));
        OneShotReport report = report(people, List.of(2, 3), List.of(1, 5));
        assertThat(report.rows()).extracting(OneShotReport.Row::people).containsExactly(2, 0, 2, 0);
        assertThat(report.rows().get(0).rank1()).isEqualTo(1.0);
        assertThat(report.rows().get(1).rank1()).isNull();
        assertThat(report.rows().get(2).rank1()).isNull();
    }
}
