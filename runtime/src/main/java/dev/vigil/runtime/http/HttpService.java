package dev.vigil.runtime.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vigil.runtime.error.UserError;
import dev.vigil.runtime.json.Json;
import dev.vigil.runtime.metric.Metrics;
import dev.vigil.runtime.openapi.OpenApi;
import dev.vigil.runtime.openapi.Operation;
import dev.vigil.runtime.tls.ReloadingTls;
import dev.vigil.runtime.tls.TlsConfig;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.json.JavalinJackson;
import io.javalin.router.Endpoint;
import io.javalin.security.Roles;
import io.micrometer.core.instrument.Counter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One HTTP port with what every service has: {@code /live}, {@code /ready}, {@code /metrics}, keys and roles, errors as problem
 * details. Other parts add their {@link Routes}. Starting is atomic: a port in use throws and leaves nothing behind.
 */
public final class HttpService implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(HttpService.class);
    private static final int DRAIN_MS = 2_000;
    private static final String METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";
    private static final String VERSION =
            Objects.requireNonNullElse(HttpService.class.getPackage().getImplementationVersion(), "development");

    private final Javalin server;
    private final List<Readiness> readiness;
    private final Metrics metrics;
    private final @Nullable ReloadingTls tls;

    private HttpService(Settings settings, Access access, Metrics metrics, List<Routes> parts, List<Readiness> ready) {
        this.readiness = List.copyOf(ready);
        this.metrics = metrics;
        this.tls = settings.tls.enabled() ? ReloadingTls.start(settings.tls, metrics) : null;
        this.server = Javalin.create(config -> configure(config, settings, access, parts));
    }

    /**
     * Where to listen.
     *
     * @param host the address to bind, as {@code 127.0.0.1}
     * @param port 0 takes a free one
     * @param maxRequestBytes the largest body that is read
     * @param tls with which certificate, or plain
     */
    public record Settings(String host, int port, long maxRequestBytes, TlsConfig tls) {
        /** Plain HTTP. */
        public Settings(String host, int port, long maxRequestBytes) {
            this(host, port, maxRequestBytes, TlsConfig.NONE);
        }

        /** {@code http} or {@code https}. */
        public String scheme() {
            return tls.enabled() ? "https" : "http";
        }
    }

    /**
     * Starts listening.
     *
     * @throws UserError if the port is in use or may not be bound
     */
    public static HttpService start(
            Settings settings, Access access, Metrics metrics, List<Routes> parts, List<Readiness> ready) {
        HttpService service = new HttpService(settings, access, metrics, parts, ready);
        try {
            service.server.start(settings.host, settings.port);
        } catch (io.javalin.util.JavalinException e) {
            service.close();
            throw new UserError(
                    400,
                    "Port " + settings.port + " of " + settings.host
                            + " is in use or may not be bound: choose another with --port, or 0 for a free one.",
                    e);
        }
        return service;
    }

    /** The port that is listened on. */
    public int port() {
        return server.port();
    }

    /** Stops listening, after the requests under way or two seconds: what takes longer, as an upload, is cut off. */
    @Override
    public void close() {
        try {
            server.stop();
        } catch (io.javalin.util.JavalinException e) {
            log.warn("A request that took too long was cut off at the end: {}", String.valueOf(e.getCause()));
        }
        if (tls != null) {
            tls.close();
        }
    }

    private void configure(JavalinConfig config, Settings settings, Access access, List<Routes> parts) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.http.maxRequestSize = settings.maxRequestBytes;
        config.http.prefer405over404 = true;
        config.jetty.modifyServer(server -> server.setStopTimeout(DRAIN_MS));
        config.jetty.modifyHttpConfiguration(http -> http.setSendServerVersion(false));
        if (tls != null) {
            config.jetty.addConnector((server, http) -> tlsConnector(server, http, settings, tls));
        }
        config.jsonMapper(new JavalinJackson(Json.mapper(), false));
        config.routes.beforeMatched(counted(access)::check);
        addOwn(new DescribedRoutes(config.routes));
        for (Routes part : parts) {
            part.addTo(config.routes);
        }
        addErrors(config);
    }

    private void addOwn(DescribedRoutes routes) {
        Operation live = Operation.of("Whether the process lives.").answers(200, "text/plain", "It does.");
        Operation ready = Operation.of("Whether it can serve.").answers(200, "text/plain", "It can.");
        Operation metered = Operation.of("Prometheus metrics.").answers(200, METRICS_TYPE, "In the text format.");
        Operation document = Operation.of("This document.").answers(200, "application/json", "OpenAPI 3.1.");
        routes.get("/live", Role.ANYONE, live, ctx -> ctx.result("live\n"))
                .get("/ready", Role.ANYONE, ready, this::ready)
                .get(
                        "/metrics",
                        Role.VIEWER,
                        metered,
                        ctx -> ctx.contentType(METRICS_TYPE).result(metrics.scrape()))
                .get("/openapi.json", Role.VIEWER, document, ctx -> ctx.json(openApi()));
    }

    /** What this service answers to: made of its routes. */
    public ObjectNode openApi() {
        return OpenApi.document(
                new OpenApi.Service("Vigil", VERSION, Problem.class, Problem.CONTENT_TYPE, HttpService::role),
                endpoints());
    }

    /** Every route, and the filters before and after them. */
    public List<Endpoint> endpoints() {
        return server.unsafe.internalRouter.allHttpHandlers().stream()
                .map(parsed -> parsed.endpoint)
                .toList();
    }

    /** The label of the role that a route needs; empty for none. */
    private static String role(Endpoint endpoint) {
        Roles roles = endpoint.metadata(Roles.class);
        Role needed = Access.needed(roles == null ? Set.of() : roles.getRoles());
        return needed == Role.ANYONE ? "" : needed.label();
    }

    private Access counted(Access access) {
        return access.withListener(refusal -> Counter.builder("vigil.http.refused")
                .description(
                        "Requests that were refused for want of a key (401), a role (403), or by the lock-out (429).")
                .tag("status", Integer.toString(refusal.status()))
                .register(metrics.registry())
                .increment());
    }

    /** The certificate is one for all names, so that there is no name of the server's to be checked here; clients check it. */
    private static ServerConnector tlsConnector(
            Server server, HttpConfiguration http, Settings settings, ReloadingTls tls) {
        HttpConfiguration secure = new HttpConfiguration(http);
        secure.addCustomizer(new SecureRequestCustomizer(/* sniHostCheck= */ false));
        ServerConnector connector = new ServerConnector(
                server, new SslConnectionFactory(tls.factory(), "http/1.1"), new HttpConnectionFactory(secure));
        connector.setHost(settings.host);
        connector.setPort(settings.port);
        return connector;
    }

    private void ready(Context ctx) {
        List<String> awaited = new ArrayList<>();
        for (Readiness part : readiness) {
            part.awaited().ifPresent(awaited::add);
        }
        if (awaited.isEmpty()) {
            ctx.result("ready\n");
        } else {
            problem(ctx, 503, String.join(" ", awaited));
        }
    }

    private static void addErrors(JavalinConfig config) {
        config.routes.exception(UserError.class, (e, ctx) -> problem(ctx, e.status(), e.sentence()));
        config.routes.exception(HttpResponseException.class, (e, ctx) -> problem(ctx, e.getStatus(), sentence(e, ctx)));
        config.routes.exception(Exception.class, (e, ctx) -> {
            log.error("{} {} failed", ctx.method(), ctx.path(), e);
            problem(ctx, 500, "The request failed for a reason on our side; the log tells more.");
        });
    }

    private static String sentence(HttpResponseException e, Context ctx) {
        return switch (e.getStatus()) {
            case 404 -> "There is nothing at " + ctx.path() + ".";
            case 405 -> ctx.path() + " does not answer to " + ctx.method() + ".";
            case 413 -> "The body is larger than this service takes.";
            default -> String.valueOf(e.getMessage());
        };
    }

    /** Answers with a problem. */
    public static void problem(Context ctx, int status, String detail) {
        ctx.status(status).contentType(Problem.CONTENT_TYPE).result(Json.bytes(Problem.of(status, detail, ctx.path())));
    }

    /** Who makes this request: set for every matched route. */
    public static Principal principal(Context ctx) {
        return Access.principal(ctx);
    }

    /** Where this request comes from: the client's address, behind a trusted proxy too. */
    public static String address(Context ctx) {
        return Access.address(ctx);
    }

    /** From now on this request comes from there: for one that was forwarded, by somebody who is believed to know. */
    public static void readdress(Context ctx, String address) {
        Access.readdress(ctx, address);
    }

    /** How long requests under way are waited for when it closes. */
    public static Duration drain() {
        return Duration.ofMillis(DRAIN_MS);
    }
}
