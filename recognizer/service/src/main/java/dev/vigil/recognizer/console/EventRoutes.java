package dev.vigil.recognizer.console;

import dev.vigil.recognizer.event.Decision;
import dev.vigil.runtime.error.UserError;
import dev.vigil.runtime.http.Role;
import dev.vigil.runtime.http.Routes;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@code /v1/recognitions} and {@code /v1/alerts}: the recent ones as a list, and live as server-sent events. */
final class EventRoutes implements Routes {
    private static final int DEFAULT_LIMIT = 50;

    private final EventRing recognitions;
    private final EventRing alerts;
    private final EventStream stream;
    private final int keep;

    EventRoutes(EventRing recognitions, EventRing alerts, EventStream stream, int keep) {
        this.recognitions = recognitions;
        this.alerts = alerts;
        this.stream = stream;
        this.keep = keep;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.get("/v1/recognitions", ctx -> answer(ctx, recognitions, ofRecognitions(ctx)), Role.VIEWER);
        routes.get("/v1/alerts", ctx -> answer(ctx, alerts, ofAlerts(ctx)), Role.VIEWER);
    }

    private void answer(Context ctx, EventRing ring, Predicate<FeedEvent> filter) {
        if (EventStream.wanted(ctx)) {
            String after = Optional.ofNullable(ctx.header("Last-Event-ID")).orElseGet(() -> ctx.queryParam("after"));
            int recent = number(ctx, "recent", 0);
            stream.open(ctx, () -> ring.subscribe(filter, after, recent));
        } else {
            ctx.header("Cache-Control", "no-store")
                    .contentType("application/json")
                    .result(list(ring.recent(filter, number(ctx, "limit", DEFAULT_LIMIT))));
        }
    }

    private static String list(List<FeedEvent> events) {
        return events.stream().map(FeedEvent::json).collect(Collectors.joining(",", "[", "]"));
    }

    private static Predicate<FeedEvent> ofRecognitions(Context ctx) {
        String decision = ctx.queryParam("decision");
        if (decision != null
                && Arrays.stream(Decision.values()).noneMatch(d -> d.label().equals(decision))) {
            throw new UserError(
                    "The decision '" + decision + "' is none: ask for match, uncertain, unknown or ignored.");
        }
        return equal(ctx, "camera", FeedEvent::camera).and(equal(ctx, "decision", FeedEvent::decision));
    }

    private static Predicate<FeedEvent> ofAlerts(Context ctx) {
        return equal(ctx, "camera", FeedEvent::camera).and(equal(ctx, "watchlist", FeedEvent::watchlist));
    }

    private static Predicate<FeedEvent> equal(Context ctx, String name, Function<FeedEvent, @Nullable String> field) {
        String wanted = ctx.queryParam(name);
        return wanted == null ? event -> true : event -> Objects.equals(wanted, field.apply(event));
    }

    private int number(Context ctx, String name, int otherwise) {
        String text = ctx.queryParam(name);
        if (text == null) {
            return Math.min(otherwise, keep);
        }
        try {
            int number = Integer.parseInt(text);
            if (number >= 0) {
                return Math.min(number, keep);
            }
        } catch (NumberFormatException e) {
            throw new UserError(400, wrong(name, text), e);
        }
        throw new UserError(wrong(name, text));
    }

    private String wrong(String name, String text) {
        return "The " + name + " is '" + text + "': write a whole number from 0 to " + keep + ".";
    }
}
