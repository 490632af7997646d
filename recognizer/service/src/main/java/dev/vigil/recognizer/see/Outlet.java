package dev.vigil.recognizer.see;

import dev.vigil.recognizer.event.FrameAccount;
import dev.vigil.recognizer.event.Sighting;
import dev.vigil.runtime.event.EventHeaders;
import dev.vigil.runtime.event.TraceParent;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/** What the stream writes, each as a CloudEvent, to the sink that it belongs to. */
final class Outlet {
    private final ProcessorContext<String, Object> context;

    Outlet(ProcessorContext<String, Object> context) {
        this.context = context;
    }

    /** A sighting, caused by the frame with {@code trace} where there was one; it is committed without delay. */
    void sighting(Sighting sighting, Instant now, @Nullable String trace) {
        EventHeaders event = new EventHeaders(
                sighting.eventId(),
                Sighting.TYPE,
                "/cameras/" + sighting.camera(),
                now,
                sighting.track(),
                "application/json",
                trace == null ? TraceParent.begin() : TraceParent.child(trace),
                Map.of());
        context.forward(
                new Record<>(sighting.camera(), sighting, now.toEpochMilli(), headers(event)), SeeTopology.SIGHTINGS);
        context.commit();
    }

    /** An account; its id is derived from the session and the number of the account in it. */
    void account(FrameAccount account, int number, Instant now) {
        EventHeaders event = new EventHeaders(
                account.camera() + "/" + account.session() + "/account/" + number,
                FrameAccount.TYPE,
                "/cameras/" + account.camera(),
                now,
                account.session(),
                "application/json",
                null,
                Map.of());
        context.forward(
                new Record<>(account.camera(), account, now.toEpochMilli(), headers(event)), SeeTopology.ACCOUNTS);
    }

    /** A camera's marker, as it came. */
    @NullUnmarked
    void marker(Record<String, byte[]> marker) {
        context.forward(new Record<>(marker.key(), null, marker.timestamp(), marker.headers()), SeeTopology.SIGHTINGS);
        context.commit();
    }

    private static Headers headers(EventHeaders event) {
        Headers headers = new RecordHeaders();
        event.writeTo(headers);
        return headers;
    }
}
