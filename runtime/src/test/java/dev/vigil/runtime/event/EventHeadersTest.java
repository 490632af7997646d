package dev.vigil.runtime.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class EventHeadersTest {
    private static final EventHeaders EVENT = new EventHeaders(
            "id-1",
            "vigil.x.v1",
            "/cameras/door",
            Instant.parse("2026-01-02T03:04:05.600Z"),
            "s",
            "image/jpeg",
            TraceParent.begin(),
            Map.of("session", "abc", "sequence", "7"));

    private static Headers written() {
        Headers headers = new RecordHeaders();
        EVENT.writeTo(headers);
        return headers;
    }

    @Test
    void whatIsWrittenIsRead() {
        assertThat(EventHeaders.read(written())).isEqualTo(EVENT);
        assertThat(EventHeaders.read(written()).longExtension("sequence")).isEqualTo(7);
    }

    @Test
    void timesAreRfc3339WithMilliseconds() {
        byte[] time = written().lastHeader("ce_time").value();
        assertThat(new String(time, StandardCharsets.UTF_8)).isEqualTo("2026-01-02T03:04:05.600Z");
    }

    @Test
    void namesWhatIsMissingOrWrong() {
        Headers missing = written().remove("ce_source");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EventHeaders.read(missing))
                .withMessage("The header ce_source is missing.");
        Headers wrong = written();
        wrong.add("ce_time", "yesterday".getBytes(StandardCharsets.UTF_8));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EventHeaders.read(wrong))
                .withMessage("The header ce_time is 'yesterday', no RFC 3339 time.");
        Headers far = written();
        far.add("ce_time", "+999999999-12-31T23:59:59Z".getBytes(StandardCharsets.UTF_8));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EventHeaders.read(far))
                .withMessage("The header ce_time is '+999999999-12-31T23:59:59Z', no RFC 3339 time.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EVENT.longExtension("session"))
                .withMessage("The header ce_session is 'abc', no whole number.");
    }

    @Test
    void aChildKeepsItsTrace() {
        String parent = TraceParent.begin();
        String child = TraceParent.child(parent);
        assertThat(child)
                .startsWith(parent.substring(0, 36))
                .isNotEqualTo(parent)
                .matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01");
        assertThat(TraceParent.child("garbage")).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01");
    }
}
