package dev.vigil.recognizer.console;

import dev.vigil.recognizer.event.AlertAcknowledged;
import dev.vigil.runtime.error.UserError;
import dev.vigil.runtime.http.DescribedRoutes;
import dev.vigil.runtime.http.HttpService;
import dev.vigil.runtime.http.Role;
import dev.vigil.runtime.http.Routes;
import dev.vigil.runtime.json.Json;
import dev.vigil.runtime.openapi.Operation;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.UncheckedIOException;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** {@code POST /v1/alerts/acknowledged}: somebody has seen to an alert. */
final class AlertRoutes implements Routes {
    private final AlertDesk desk;
    private final Clock clock;

    AlertRoutes(AlertDesk desk, Clock clock) {
        this.desk = desk;
        this.clock = clock;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        new DescribedRoutes(routes)
                .post(
                        "/v1/alerts/acknowledged",
                        Role.OPERATOR,
                        Operation.of("Acknowledges an alert, so that everybody sees that somebody has seen to it.")
                                .body(Wanted.class)
                                .answers(200, AlertAcknowledged.class, "Who acknowledged it first, and when."),
                        this::acknowledge);
    }

    /**
     * A request.
     *
     * @param alert the alert's id
     */
    private record Wanted(@Nullable String alert) {}

    private void acknowledge(Context ctx) {
        String alert = wanted(ctx);
        String by = HttpService.principal(ctx).id();
        ctx.contentType("application/json").result(Json.bytes(desk.acknowledge(alert, by, clock.instant())));
    }

    private static String wanted(Context ctx) {
        try {
            Wanted wanted = Json.read(ctx.bodyAsBytes(), Wanted.class);
            if (wanted != null && wanted.alert() != null && !wanted.alert().isBlank()) {
                return wanted.alert();
            }
        } catch (UncheckedIOException e) {
            throw new UserError(400, "The body is no JSON: write {\"alert\": \"ID\"}.", e);
        }
        throw new UserError("The field 'alert' is missing: write {\"alert\": \"ID\"} with the id of an alert.");
    }
}
