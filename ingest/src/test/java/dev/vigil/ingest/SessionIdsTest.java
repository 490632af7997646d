package dev.vigil.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class SessionIdsTest {
    private static SessionIds at(String instant) {
        return new SessionIds(Clock.fixed(Instant.parse(instant), ZoneOffset.UTC));
    }

    @Test
    void idsAreShortAndSafeEverywhere() {
        assertThat(at("2026-11-24T10:00:00Z").next()).matches("[0-9a-hjkmnp-tv-z]{13}");
    }

    @Test
    void idsSortByTimeAsText() {
        assertThat(at("2026-11-24T10:00:00Z").next())
                .isLessThan(at("2026-11-24T10:00:00.001Z").next());
        assertThat(at("2026-11-24T10:00:00Z").next())
                .isLessThan(at("2050-01-01T00:00:00Z").next());
    }

    @Test
    void idsOfOneProcessRiseEvenWithinAMillisecond() {
        SessionIds ids = at("2026-11-24T10:00:00Z");
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            made.add(ids.next());
        }
        assertThat(made).isSorted();
        assertThat(new HashSet<>(made)).hasSameSizeAs(made);
    }
}
