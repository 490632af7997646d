package dev.vigil.ingest.source;

import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a camera's {@code source} says: a place on this machine, or a network camera. The list of schemes is closed. */
public sealed interface SourceAddress {
    /** A video file, a picture file, or a folder of pictures: which of them is seen when it is opened. */
    record Local(Path path) implements SourceAddress {
        @Override
        public String masked() {
            return path.toString();
        }
    }

    /** A camera by RTSP; {@link #toString()} hides its credentials. */
    record Rtsp(String url) implements SourceAddress {
        @Override
        public String masked() {
            return CredentialMask.mask(url);
        }

        @Override
        public String toString() {
            return masked();
        }
    }

    /** Without credentials, fit for logs and events. */
    String masked();

    /** Whether it goes on for ever: a network camera has no end of its own. */
    default boolean live() {
        return this instanceof Rtsp;
    }

    /**
     * Reads the text of a source; a leading {@code ~/} is the user's home.
     *
     * @throws IllegalArgumentException with one sentence that says what would be right; no credentials in it
     */
    static SourceAddress parse(String source) {
        if (source.isBlank()) {
            throw new IllegalArgumentException(
                    "The source is empty: give a video file, a folder of pictures, or rtsp://….");
        }
        Matcher scheme = SourceSchemes.SCHEME.matcher(source);
        if (!scheme.lookingAt()) {
            return new Local(path(source));
        }
        String name = String.valueOf(scheme.group(1)).toLowerCase(Locale.ROOT);
        if (!SourceSchemes.RTSP.contains(name)) {
            throw new IllegalArgumentException("The source " + CredentialMask.mask(source) + " has the scheme '" + name
                    + "': a source is a video file, a folder of pictures, or an address with rtsp:// or rtsps://.");
        }
        return new Rtsp(checkedHost(source));
    }

    private static Path path(String source) {
        try {
            boolean home = source.equals("~") || source.startsWith("~/");
            return home
                    ? Path.of(String.valueOf(System.getProperty("user.home")), source.substring(1))
                    : Path.of(source);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("The source '" + source + "' is no path that this system knows.", e);
        }
    }

    private static String checkedHost(String url) {
        Matcher authority = SourceSchemes.AUTHORITY.matcher(url);
        String host = authority.find() ? String.valueOf(authority.group(1)) : "";
        if (host.isEmpty() || host.startsWith(":") || url.chars().anyMatch(c -> c <= ' ')) {
            throw new IllegalArgumentException("The source " + CredentialMask.mask(url)
                    + " names no host: write rtsp://host:port/path, special characters of a password as %XX.");
        }
        return url;
    }

    /** The schemes, and how an address is taken apart without {@link URI}, which refuses many real passwords. */
    final class SourceSchemes {
        static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*)://");
        static final Pattern AUTHORITY = Pattern.compile("^[^:]+://(?:[^/?#]*@)?([^/?#@]*)");
        static final java.util.Set<String> RTSP = java.util.Set.of("rtsp", "rtsps");

        private SourceSchemes() {}
    }
}
