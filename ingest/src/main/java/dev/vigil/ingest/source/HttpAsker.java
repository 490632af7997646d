package dev.vigil.ingest.source;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Asks an HTTP camera: logs in, follows a few redirections by the same rules of addresses, and keeps the connection where it can.
 * For one thread, but {@link #close()} may come from any.
 */
final class HttpAsker implements AutoCloseable {
    private static final int REDIRECTIONS = 3;
    private static final int LOGINS = 2;
    private static final Set<Integer> MOVED = Set.of(301, 302, 303, 307, 308);

    private final SourceAddress.Http address;
    private final SourceSettings settings;
    private final Optional<HttpLogin> login;
    private @Nullable HttpPlace asked;
    private @Nullable HttpPlace place;
    private @Nullable InetAddress resolved;
    private volatile @Nullable HttpConnection connection;
    private volatile boolean closed;
    private @Nullable HttpAnswer answer;

    HttpAsker(SourceAddress.Http address, SourceSettings settings) {
        this.address = address;
        this.settings = settings;
        this.login = HttpPlace.login(address.url());
    }

    String who() {
        return "The camera " + address.masked();
    }

    /**
     * Asks for the first time.
     *
     * @return whether the answer is one picture, and not a stream of them
     * @throws IOException with the end of a sentence, where there is no picture to be had
     */
    boolean open() throws IOException {
        asked = HttpPlace.of(address.url());
        place = asked;
        HttpAnswer got = ask();
        String type = got.mediaType();
        if (type.startsWith("text/") || type.startsWith("application/json") || type.startsWith("audio/")) {
            throw new IOException("it answers with " + type + " and not with pictures");
        } else if (type.startsWith("video/") && !type.contains("jpeg")) {
            throw new IOException("it sends " + type + ": by HTTP only JPEGs are read, so give its RTSP address");
        } else if (type.startsWith("image/") && !type.matches("image/(jpe?g|pjpeg)")) {
            throw new IOException("it sends " + type + ", and not JPEG");
        }
        return type.startsWith("image/");
    }

    /** Asks again, on the same connection where that can be. */
    void again() throws IOException {
        ask();
    }

    /** What it answered last. */
    InputStream body() {
        return got().body();
    }

    /** Reading may take so long from now on. */
    void allow(Duration time) {
        HttpConnection open = connection;
        if (open != null) {
            open.allow(time);
        }
    }

    private HttpAnswer got() {
        if (answer == null) {
            throw new IllegalStateException("Nothing was asked yet.");
        }
        return answer;
    }

    private HttpAnswer ask() throws IOException {
        int logins = 0;
        for (int redirections = 0; redirections <= REDIRECTIONS; ) {
            HttpAnswer got = exchange();
            if (got.status() == 200) {
                return got;
            } else if (got.status() == 401
                    && mayLogIn()
                    && login.get().challenged(got.challenges())
                    && ++logins <= LOGINS) {
                drop();
            } else if (MOVED.contains(got.status())) {
                redirections++;
                follow(got.headers().getOrDefault("location", ""));
            } else {
                throw new IOException(refusal(got.status()));
            }
        }
        throw new IOException("it sends us on and on");
    }

    private boolean mayLogIn() {
        return login.isPresent() && asked != null && place != null && asked.sameServer(place);
    }

    private void follow(String location) throws IOException {
        HttpPlace before = java.util.Objects.requireNonNull(place);
        place = before.redirected(location);
        resolved = before.sameServer(place) ? resolved : null;
        drop();
    }

    private static String refusal(int status) {
        return switch (status) {
            case 401, 403 -> "it refuses the user or the password";
            case 404, 410 -> "it has no picture at that path";
            case 503 -> "it is busy (503): it may serve only a few at a time";
            default -> "it answers with the status " + status;
        };
    }

    private HttpAnswer exchange() throws IOException {
        HttpPlace now = java.util.Objects.requireNonNull(place);
        String authorization = mayLogIn() ? login.get().header(now.target()) : null;
        HttpConnection kept = answer != null && answer.reusable() ? connection : null;
        if (kept != null) {
            try {
                kept.allow(settings.silence());
                answer = kept.get(now, authorization);
                return answer;
            } catch (IOException e) {
                drop(); // it was closed meanwhile, as servers do: a new one tells whether the camera is there
            }
        }
        drop();
        InetAddress host = resolved == null ? settings.rules().resolve(who(), now.host()) : resolved;
        resolved = host;
        HttpConnection fresh = HttpConnection.open(now, host, settings.trust(), settings.connectTimeout());
        connection = fresh;
        if (closed) {
            fresh.close();
        }
        fresh.allow(settings.connectTimeout());
        answer = fresh.get(now, authorization);
        return answer;
    }

    private void drop() {
        HttpConnection open = connection;
        connection = null;
        answer = null;
        if (open != null) {
            open.close();
        }
    }

    @Override
    public void close() {
        closed = true;
        HttpConnection open = connection;
        if (open != null) {
            open.close();
        }
    }
}
