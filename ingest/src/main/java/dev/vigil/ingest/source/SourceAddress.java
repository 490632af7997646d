package dev.vigil.ingest.source;

import java.net.Inet6Address;
import java.net.InetAddress;
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
        /** Its host as it is written, without a port. */
        String host() {
            return SourceSchemes.host(url);
        }

        /** Whether it is {@code rtsps}. */
        boolean secure() {
            return url.regionMatches(true, 0, "rtsps:", 0, 6);
        }

        /** The same with the address that its host was resolved to. */
        String at(InetAddress resolved) {
            return SourceSchemes.at(url, resolved);
        }

        @Override
        public String masked() {
            return CredentialMask.mask(url);
        }

        @Override
        public String toString() {
            return masked();
        }
    }

    /** A camera by HTTP or HTTPS: one picture a request, or many in one answer; {@link #toString()} hides its credentials. */
    record Http(String url) implements SourceAddress {
        @Override
        public String masked() {
            return CredentialMask.mask(url);
        }

        @Override
        public String toString() {
            return masked();
        }
    }

    /** A camera at this machine, {@code /dev/videoN}. */
    record Device(Path path) implements SourceAddress {
        @Override
        public String masked() {
            return "v4l2:" + path;
        }
    }

    /** Without credentials, fit for logs and events. */
    String masked();

    /** Whether it goes on for ever: a camera has no end of its own. */
    default boolean live() {
        return !(this instanceof Local);
    }

    /** Whether it lies on this machine: a file, a folder, a device. */
    default boolean ofThisMachine() {
        return this instanceof Local || this instanceof Device;
    }

    /** The host of a network camera as it is written; empty for what lies on this machine. */
    default String networkHost() {
        if (this instanceof Rtsp rtsp) {
            return rtsp.host();
        }
        return this instanceof Http http ? SourceSchemes.host(http.url()) : "";
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
        Matcher device = SourceSchemes.DEVICE.matcher(source);
        if (device.matches()) {
            return new Device(Path.of(String.valueOf(device.group(1))));
        }
        Matcher scheme = SourceSchemes.SCHEME.matcher(source);
        if (!scheme.lookingAt()) {
            return new Local(path(source));
        }
        String name = String.valueOf(scheme.group(1)).toLowerCase(Locale.ROOT);
        return switch (name) {
            case "rtsp", "rtsps" -> new Rtsp(checkedHost(source));
            case "http", "https" -> new Http(checkedHost(source));
            default ->
                throw new IllegalArgumentException("The source " + CredentialMask.mask(source) + " has the scheme '"
                        + name
                        + "': a source is a video file, a folder of pictures, v4l2:/dev/video0, or an address with"
                        + " rtsp://, rtsps://, http:// or https://.");
        };
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
                    + " names no host: write it as rtsp://host:port/path, special characters of a password as %XX.");
        }
        return url;
    }

    /** The schemes, and how an address is taken apart without {@link URI}, which refuses many real passwords. */
    final class SourceSchemes {
        static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*)://");
        static final Pattern AUTHORITY = Pattern.compile("^[^:]+://(?:[^/?#]*@)?([^/?#@]*)");
        static final Pattern DEVICE = Pattern.compile("v4l2:(/dev/video[0-9]{1,3})");
        private static final Pattern PORT = Pattern.compile(":[0-9]*$");

        private SourceSchemes() {}

        /** The host of an address, without port and brackets. */
        static String host(String url) {
            String host = PORT.matcher(place(url)).replaceFirst("");
            return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        }

        /** The same address with a number for its host. */
        static String at(String url, InetAddress resolved) {
            String place = place(url);
            Matcher port = PORT.matcher(place);
            String literal = resolved instanceof Inet6Address
                    ? "[" + resolved.getHostAddress() + "]"
                    : String.valueOf(resolved.getHostAddress());
            int start = placeStart(url);
            return url.substring(0, start)
                    + literal
                    + (port.find() ? port.group() : "")
                    + url.substring(start + place.length());
        }

        private static String place(String url) {
            Matcher authority = AUTHORITY.matcher(url);
            return authority.find() ? String.valueOf(authority.group(1)) : "";
        }

        private static int placeStart(String url) {
            Matcher authority = AUTHORITY.matcher(url);
            return authority.find() ? authority.start(1) : 0;
        }
    }
}
