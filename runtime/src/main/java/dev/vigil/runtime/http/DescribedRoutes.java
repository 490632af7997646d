package dev.vigil.runtime.http;

import dev.vigil.runtime.openapi.Operation;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import io.javalin.router.Endpoint;
import io.javalin.security.Roles;
import java.util.Set;

/** Adds routes together with their descriptions. For the thread that starts the service. */
public final class DescribedRoutes {
    private final RoutesConfig routes;

    /** Adds to {@code routes}. */
    public DescribedRoutes(RoutesConfig routes) {
        this.routes = routes;
    }

    /** Adds a GET. */
    public DescribedRoutes get(String path, Role role, Operation operation, Handler handler) {
        return add(HandlerType.GET, path, role, operation, handler);
    }

    /** Adds a POST. */
    public DescribedRoutes post(String path, Role role, Operation operation, Handler handler) {
        return add(HandlerType.POST, path, role, operation, handler);
    }

    /** Adds a PUT. */
    public DescribedRoutes put(String path, Role role, Operation operation, Handler handler) {
        return add(HandlerType.PUT, path, role, operation, handler);
    }

    /** Adds a PATCH. */
    public DescribedRoutes patch(String path, Role role, Operation operation, Handler handler) {
        return add(HandlerType.PATCH, path, role, operation, handler);
    }

    /** Adds a DELETE. */
    public DescribedRoutes delete(String path, Role role, Operation operation, Handler handler) {
        return add(HandlerType.DELETE, path, role, operation, handler);
    }

    private DescribedRoutes add(HandlerType method, String path, Role role, Operation operation, Handler handler) {
        routes.addEndpoint(Endpoint.create(method, path)
                .addMetadata(new Roles(Set.of(role)))
                .addMetadata(operation)
                .handler(handler));
        return this;
    }
}
