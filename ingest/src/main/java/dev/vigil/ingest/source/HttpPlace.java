package dev.vigil.ingest.source;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URLDecoder;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An HTTP address, taken apart; its credentials are in {@link #login} only.
 *
 * @param secure whether it is {@code https}
 * @param host a name or an address, without brackets
 * @param port of the server
 * @param target path and query, as they go over the wire
 */
record HttpPlace(boolean secure, String host, int port, String target) {
    private static final Pattern FORM = Pattern.compile("(?i)(https?)://(?:([^/?#]*)@)?([^/?#@]+)([^#]*)(?:#.*)?");
    private static final Pattern PORT = Pattern.compile("^(.*):([0-9]{0,5})$");

    /**
     * Takes an address apart.
     *
     * @throws IOException with the end of a sentence where it is none
     */
    static HttpPlace of(String url) throws IOException {
        Matcher form = FORM.matcher(url);
        if (!form.matches()) {
            throw new IOException("its address is not one of HTTP");
        }
        boolean secure = form.group(1).toLowerCase(Locale.ROOT).equals("https");
        String place = form.group(3);
        Matcher port = PORT.matcher(place);
        boolean given = port.matches() && !port.group(2).isEmpty();
        int number = given ? Integer.parseInt(port.group(2)) : secure ? 443 : 80;
        String host = port.matches() ? port.group(1) : place;
        String path = form.group(4);
        return new HttpPlace(
                secure,
                host.startsWith("[") ? host.substring(1, host.length() - 1) : host,
                number,
                path.startsWith("/") ? path : "/" + path);
    }

    /** Where a redirection leads to from here. */
    HttpPlace redirected(String location) throws IOException {
        if (location.regionMatches(true, 0, "http://", 0, 7) || location.regionMatches(true, 0, "https://", 0, 8)) {
            return of(location);
        } else if (location.contains("://") || location.startsWith("//") || location.isEmpty()) {
            throw new IOException("it sends us on to what is no HTTP");
        }
        String path = target.split("\\?", 2)[0];
        String base = path.substring(0, path.lastIndexOf('/') + 1);
        return new HttpPlace(secure, host, port, location.startsWith("/") ? location : base + location);
    }

    /** Whether the same server is meant, so that it may have the password. */
    boolean sameServer(HttpPlace other) {
        return secure == other.secure && port == other.port && host.equalsIgnoreCase(other.host);
    }

    /** For the header {@code Host}. */
    String authority() {
        String name = host.contains(":") ? "[" + host + "]" : host;
        return port == (secure ? 443 : 80) ? name : name + ":" + port;
    }

    /** User and password of an address, or empty where it has none. */
    static Optional<HttpLogin> login(String url) {
        Matcher form = FORM.matcher(url);
        if (!form.matches() || form.group(2) == null) {
            return Optional.empty();
        }
        String[] parts = form.group(2).split(":", 2);
        return Optional.of(new HttpLogin(decoded(parts[0]), parts.length > 1 ? decoded(parts[1]) : ""));
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), UTF_8);
        } catch (IllegalArgumentException e) {
            return text; // a lone % is part of the password
        }
    }
}
