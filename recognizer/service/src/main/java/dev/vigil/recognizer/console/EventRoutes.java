package dev.vigil.recognizer.console;

import dev.vigil.recognizer.event.Alert;
import dev.vigil.recognizer.event.Decision;
import dev.vigil.recognizer.event.Recognition;
import dev.vigil.runtime.error.UserError;
import dev.vigil.runtime.http.DescribedRoutes;
import dev.vigil.runtime.http.Role;
import dev.vigil.runtime.http.Routes;
import dev.vigil.runtime.openapi.Operation;
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
        Operation recognitionsOf = listed(Operation.of("Shows the recent recognitions, or streams them.")
                        .query("decision", Decision.class, "Only those with that decision."))
                .answersList(200, Recognition.class, "The recent ones, newest first.");
        Operation alertsOf = listed(Operation.of("Shows the recent alerts, or streams them.")
                        .query("watchlist", String.class, "Only those of that watchlist."))
                .answersList(200, Alert.class, "The recent ones, newest first.");
        new DescribedRoutes(routes)
                .get(
                        "/v1/recognitions",
                        Role.VIEWER,
                        recognitionsOf,
                        ctx -> answer(ctx, recognitions, ofRecognitions(ctx)))
                .get("/v1/alerts", Role.VIEWER, alertsOf, ctx -> answer(ctx, alerts, ofAlerts(ctx)));
    }

    private static Operation listed(Operation operation) {
        return operation
                .query("camera", String.class, "Only those of that camera.")
                .query("limit", Integer.class, "How many at most; 50 where it is left out.")
                .query("recent", Integer.class, "Of a stream: how many of the recent ones come first.")
                .query("after", String.class, "Of a stream: the id after which it goes on, as Last-Event-ID.")
                .header("Accept", "text/event-stream streams them as server-sent events.");
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
