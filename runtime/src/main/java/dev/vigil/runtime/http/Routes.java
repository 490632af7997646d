package dev.vigil.runtime.http;

import io.javalin.config.RoutesConfig;

/** A part of a service's HTTP interface. Every route that it adds names the one {@link Role} it
 * needs; one without is the administrator's. */
@FunctionalInterface
public interface Routes {
    /** Adds the routes, as in {@code routes.get("/v1/people", this::list, Role.VIEWER)}. */
    void addTo(RoutesConfig routes);
}
