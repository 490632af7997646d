package dev.vigil.recognizer.console;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vigil.runtime.error.UserError;
import dev.vigil.runtime.http.Access;
import dev.vigil.runtime.http.DescribedRoutes;
import dev.vigil.runtime.http.HttpService;
import dev.vigil.runtime.http.Principal;
import dev.vigil.runtime.http.Role;
import dev.vigil.runtime.http.Routes;
import dev.vigil.runtime.http.Sessions;
import dev.vigil.runtime.json.Json;
import dev.vigil.runtime.openapi.Doc;
import dev.vigil.runtime.openapi.Operation;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.SameSite;
import java.io.IOException;
import java.util.Optional;

/**
 * The console's login: a one-time link, or a key, becomes a session, which a cookie bears that scripts can't read and that other
 * sites can't send.
 */
final class LoginRoutes implements Routes {
    private static final int SESSION_SECONDS = 12 * 60 * 60;

    private final Access access;
    private final Sessions sessions;

    LoginRoutes(Access access) {
        this.access = access;
        this.sessions = access.sessions();
    }

    @Override
    public void addTo(RoutesConfig routes) {
        new DescribedRoutes(routes)
                .get(
                        "/login",
                        Role.ANYONE,
                        Operation.of("Makes a session of a one-time link, and goes to the console.")
                                .query("ticket", String.class, "The link's ticket.")
                                .answers(303, "To the console."),
                        this::byTicket)
                .post(
                        "/login",
                        Role.ANYONE,
                        Operation.of("Makes a session of a key.")
                                .body(KeyBody.class)
                                .body("application/x-www-form-urlencoded", KeyBody.class)
                                .answers(204, "The cookie bears the session, where JSON was sent.")
                                .answers(303, "To the console, where a form was sent."),
                        this::byKey)
                .post(
                        "/logout",
                        Role.ANYONE,
                        Operation.of("Ends the session.").answers(204, "It is ended."),
                        this::logout)
                .get(
                        "/v1/session",
                        Role.VIEWER,
                        Operation.of("Shows who is logged in.").answers(200, SessionView.class, "Who."),
                        LoginRoutes::session);
    }

    /** Of {@code POST /login}. */
    private record KeyBody(
            @Doc(value = "An API key.", required = true) String key) {}

    /** Who is logged in; {@code role} as keys bear it. */
    private record SessionView(String id, String role) {}

    private void byTicket(Context ctx) {
        String ticket = Optional.ofNullable(ctx.queryParam("ticket")).orElse("");
        Optional<String> session = sessions.redeem(ticket);
        session.ifPresent(value -> ctx.cookie(cookie(ctx, value, SESSION_SECONDS)));
        // A browser goes to the page in any case: without a session it shows the login form and says why.
        leave(ctx, session.isPresent() ? "/" : "/?login=expired");
    }

    private void byKey(Context ctx) {
        refuseForeign(ctx);
        boolean json = Optional.ofNullable(ctx.contentType()).orElse("").startsWith("application/json");
        String session = access.login(ctx, json ? keyInJson(ctx) : keyInForm(ctx));
        ctx.cookie(cookie(ctx, session, SESSION_SECONDS));
        if (json) {
            ctx.status(204);
        } else {
            leave(ctx, "/");
        }
    }

    private void logout(Context ctx) {
        refuseForeign(ctx);
        Optional.ofNullable(ctx.cookie(Sessions.COOKIE)).ifPresent(sessions::close);
        ctx.cookie(cookie(ctx, "", 0)).status(204);
    }

    /** Who is logged in, so that the page shows what they may do. */
    private static void session(Context ctx) {
        Principal principal = HttpService.principal(ctx);
        ctx.header("Cache-Control", "no-store")
                .json(new SessionView(principal.id(), principal.role().label()));
    }

    private static String keyInForm(Context ctx) {
        return Optional.ofNullable(ctx.formParam("key")).orElse("").trim();
    }

    private static String keyInJson(Context ctx) {
        try {
            JsonNode body = Json.mapper().readTree(ctx.bodyAsBytes());
            return body == null ? "" : body.path("key").asText("").trim();
        } catch (IOException e) {
            throw new UserError(400, "The body is no JSON: send {\"key\": \"…\"}.", e);
        }
    }

    /** Another site may not log people in or out. */
    private static void refuseForeign(Context ctx) {
        String site = ctx.header("Sec-Fetch-Site");
        if (site != null && !site.equals("same-origin") && !site.equals("none")) {
            throw new UserError(403, "Log in from the console's own page.");
        }
    }

    private static void leave(Context ctx, String target) {
        ctx.status(303)
                .header("Location", target)
                .header("Cache-Control", "no-store")
                .header("Referrer-Policy", "no-referrer");
    }

    private Cookie cookie(Context ctx, String value, int maxAge) {
        Cookie cookie = new Cookie(Sessions.COOKIE, value, "/", maxAge, access.isSecure(ctx));
        cookie.setHttpOnly(true);
        cookie.setSameSite(SameSite.STRICT);
        return cookie;
    }
}
