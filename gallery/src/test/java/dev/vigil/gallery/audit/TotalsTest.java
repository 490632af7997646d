package dev.vigil.gallery.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TotalsTest {
    private static final Instant NOON = WrittenTopic.NOON;
    private static final Actor CAMERA = new Actor("recognizer", "service", "10.0.0.2");

    private final Totals totals = new Totals();

    @Test
    void searchesByAServiceAreAddedUpAndThoseByPeopleAreNot() {
        assertThat(totals.add(search(CAMERA, "m", 3), NOON)).isTrue();
        assertThat(totals.add(search(CAMERA, "m", 4), NOON.plusSeconds(2))).isTrue();
        assertThat(totals.add(search(CAMERA, "other", 1), NOON)).isTrue();
        assertThat(totals.add(search(new Actor("ann", "operator", "10.0.0.3"), "m", 1), NOON))
                .isFalse();

        assertThat(totals.take())
                .extracting(one -> one.entry().detail())
                .containsExactly(
                        Map.of("model", "m", "requests", "2", "probes", "7", "since", NOON.toString()),
                        Map.of("model", "other", "requests", "1", "probes", "1", "since", NOON.toString()));
        assertThat(totals.take()).isEmpty();
    }

    @Test
    void theFirstOfAMinuteIsNotKeptBackAndNeitherIsWhatHasBecomeMuch() {
        totals.add(search(CAMERA, "m", 3), NOON);
        assertThat(totals.takeUrgent())
                .singleElement()
                .satisfies(one -> assertThat(one.entry().detail())
                        .containsEntry("requests", "1")
                        .containsEntry("probes", "3"));
        assertThat(totals.takeUrgent()).isEmpty();
        for (int i = 1; i < 1_000; i++) {
            totals.add(search(CAMERA, "m", 1), NOON.plusSeconds(1));
            assertThat(totals.takeUrgent()).isEmpty();
        }
        totals.add(search(CAMERA, "m", 1), NOON.plusSeconds(2));
        assertThat(totals.takeUrgent())
                .singleElement()
                .satisfies(one -> assertThat(one.entry().detail())
                        .containsEntry("requests", "1000")
                        .containsEntry("since", NOON.plusSeconds(1).toString()));
        totals.add(search(CAMERA, "m", 1), NOON.plusSeconds(3));
        assertThat(totals.takeUrgent()).isEmpty();
        assertThat(totals.take())
                .as("the rest of the minute")
                .singleElement()
                .satisfies(one -> assertThat(one.entry().detail()).containsEntry("requests", "1"));
        totals.add(search(CAMERA, "m", 1), NOON.plusSeconds(60));
        assertThat(totals.takeUrgent()).as("of the next minute").hasSize(1);
        assertThat(totals.take()).isEmpty();
    }

    @Test
    void refusalsOfNobodyAreAddedUpByRouteWithTheirAddresses() {
        for (int i = 0; i < 20; i++) {
            assertThat(totals.add(refusal("anonymous", "10.0.0." + i), NOON)).isTrue();
        }
        assertThat(totals.add(refusal("viewer-7", "10.0.0.1"), NOON)).isFalse();

        Map<String, String> detail = totals.take().get(0).entry().detail();
        assertThat(detail).containsEntry("requests", "20").containsEntry("route", "/v1/people");
        assertThat(detail.get("addresses")).endsWith(" and more").contains("10.0.0.0");
    }

    @Test
    void pastAThousandSumsEachIsEnteredByItself() {
        for (int i = 0; i < 1_000; i++) {
            assertThat(totals.add(search(CAMERA, "m" + i, 1), NOON)).isTrue();
        }
        assertThat(totals.add(search(CAMERA, "one more", 1), NOON)).isFalse();
        assertThat(totals.take()).hasSize(1_000);
    }

    private static AuditEntry search(Actor actor, String model, int probes) {
        return new AuditEntry("search", actor, "", Map.of("model", model, "count", Integer.toString(probes)));
    }

    private static AuditEntry refusal(String actor, String from) {
        return new AuditEntry(
                "refused",
                new Actor(actor, "anyone", from),
                "",
                Map.of("method", "GET", "route", "/v1/people", "status", "401"));
    }
}
