package dev.vigil.recognizer.console;

import dev.vigil.runtime.error.UserError;
import dev.vigil.runtime.http.Role;
import dev.vigil.runtime.http.Routes;
import dev.vigil.runtime.json.Base64Bytes;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The page at {@code /} and its files: a fixed list, read once. Open to all, since they hold nothing of anybody. */
final class PageRoutes implements Routes {
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
                    + "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml");

    private final Map<String, Asset> assets = new LinkedHashMap<>();

    private record Asset(Base64Bytes bytes, String type, String tag) {}

    PageRoutes() {
        for (String name : new String[] {
            "index.html",
            "console.css",
            "icon.svg",
            "app.js",
            "alerts.js",
            "api.js",
            "cameras.js",
            "recognitions.js",
            "people.js",
            "dom.js"
        }) {
            assets.put(name, load(name));
        }
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.get("/", ctx -> send(ctx, "index.html"), Role.ANYONE);
        routes.get("/console/{file}", ctx -> send(ctx, ctx.pathParam("file")), Role.ANYONE);
    }

    private void send(Context ctx, String name) {
        Asset asset = assets.get(name);
        if (asset == null) {
            throw new UserError(404, "The console has no file '" + name + "'.");
        }
        ctx.header("Content-Security-Policy", POLICY)
                .header("X-Content-Type-Options", "nosniff")
                .header("Referrer-Policy", "no-referrer")
                .header("Cross-Origin-Opener-Policy", "same-origin")
                .header("Cross-Origin-Resource-Policy", "same-origin")
                .header("Cache-Control", "no-cache")
                .header("ETag", asset.tag);
        if (asset.tag.equals(ctx.header("If-None-Match"))) {
            ctx.status(304);
        } else {
            ctx.contentType(asset.type).result(asset.bytes.toArray());
        }
    }

    private static Asset load(String name) {
        try (InputStream in = PageRoutes.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("The console's file " + name + " is missing from the build.");
            }
            byte[] bytes = in.readAllBytes();
            String type = Optional.ofNullable(TYPES.get(name.substring(name.lastIndexOf('.') + 1)))
                    .orElse("application/octet-stream");
            return new Asset(Base64Bytes.of(bytes), type, tag(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String tag(byte[] bytes) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
            return "\"" + HexFormat.of().formatHex(hash, 0, 12) + "\"";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This JDK has no SHA-256.", e);
        }
    }
}
