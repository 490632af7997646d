package dev.vigil.gallery.server;

import dev.vigil.gallery.log.GalleryLog;
import dev.vigil.gallery.log.Position;
import io.javalin.http.Context;
import java.time.Duration;

/**
 * Reading one's own writes from any replica: the reply to a write bears {@code Vigil-Position}, and a request that sends it back
 * waits until this replica has come so far. Thread-safe.
 */
final class Positions {
    private static final Duration LONGEST = Duration.ofSeconds(2);
    private static final String SEEN = "vigil.position";

    private final GalleryLog log;
    private final Duration patience;

    /** Waits for two seconds at most, and no longer than for a write. */
    Positions(GalleryLog log, Duration writeTimeout) {
        this.log = log;
        this.patience = writeTimeout.compareTo(LONGEST) < 0 ? writeTimeout : LONGEST;
    }

    /**
     * Waits as the request asks.
     *
     * @throws dev.vigil.runtime.error.UserError with 503 where this replica does not come so far in time, 400 for no position
     */
    void await(Context ctx) {
        String header = ctx.header(Position.HEADER);
        if (header != null) {
            log.await(Position.parse(header), patience);
        }
    }

    /** Lets the reply say how far the log is with what the request has written. */
    static void tell(Context ctx, Position position) {
        Position before = ctx.attribute(SEEN);
        Position all = before == null ? position : before.and(position);
        ctx.attribute(SEEN, all);
        ctx.header(Position.HEADER, all.text());
    }
}
