package dev.vigil.gallery.limit;

import dev.vigil.gallery.limit.LimitsConfig.Kind;
import dev.vigil.runtime.error.UserError;
import dev.vigil.runtime.http.HttpService;
import dev.vigil.runtime.http.Principal;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Keeps each key within its limits, those of searches and of writes apart: whoever asks too much is told when to come again, and
 * keeps nobody else waiting. Thread-safe.
 */
public final class RateLimits {
    private static final int MOST_BUCKETS = 10_000;

    private final LimitsConfig config;
    private final LongSupplier nanos;
    private final Map<Holder, TokenBucket> buckets = new ConcurrentHashMap<>();

    private record Holder(String principal, Kind kind) {}

    /** Counts by {@code nanos}, as {@code System::nanoTime}. */
    public RateLimits(LimitsConfig config, LongSupplier nanos) {
        this.config = config;
        this.nanos = nanos;
    }

    /**
     * Lets the request pass, or not.
     *
     * @throws UserError with 429 where its key has used up what it may; the answer bears {@code Retry-After}
     */
    public void check(Context ctx) {
        Kind kind = kind(ctx.method(), ctx.path());
        Principal principal = HttpService.principal(ctx);
        double seconds = take(principal.id(), kind);
        if (seconds > 0) {
            long wait = (long) Math.max(1, Math.ceil(seconds));
            ctx.header("Retry-After", Long.toString(wait));
            throw new UserError(
                    429,
                    "This key may make " + config.of(kind) + " " + words(kind) + " a second: come again in " + wait
                            + " s.");
        }
    }

    /** 0 where the key may, else the seconds until it may. */
    double take(String principal, Kind kind) {
        int perSecond = config.of(kind);
        if (perSecond == 0) {
            return 0;
        }
        long now = nanos.getAsLong();
        if (buckets.size() >= MOST_BUCKETS) {
            buckets.values().removeIf(bucket -> bucket.isFull(now));
        }
        return buckets.computeIfAbsent(new Holder(principal, kind), holder -> new TokenBucket(perSecond, now))
                .take(now);
    }

    private static Kind kind(HandlerType method, String path) {
        if (path.equals("/v1/identify") || path.equals("/v1/verify")) {
            return Kind.SEARCH;
        }
        return method.equals(HandlerType.GET) || method.equals(HandlerType.HEAD) ? Kind.READ : Kind.WRITE;
    }

    private static String words(Kind kind) {
        return switch (kind) {
            case SEARCH -> "searches";
            case WRITE -> "changes";
            case READ -> "requests";
        };
    }
}
