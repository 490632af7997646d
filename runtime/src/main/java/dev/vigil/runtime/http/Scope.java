package dev.vigil.runtime.http;

import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a key is for, beside its role: a key with scopes may use only the routes that lie under them, as far as its role permits. A
 * route's scope follows from its path, so that no route can forget it; a route that lies under none is closed to keys with scopes.
 */
public enum Scope {
    /** People, their faces, consent, export and import. */
    PEOPLE("people", "export", "import", "console"),
    /** Searches: 1:N and 1:1 against the gallery. */
    IDENTIFY("identify", "verify"),
    /** Watchlists. */
    WATCHLISTS("watchlists"),
    /** What the audit says. */
    AUDIT("audit"),
    /** The photo API, enrolment by photo included. */
    PHOTOS("photos"),
    /** Recognitions, alerts, and what the cameras show. */
    EVENTS("recognitions", "alerts", "live", "cameras"),
    /** API keys. */
    KEYS("keys", "keys-known"),
    /** What holds for the whole gallery: settings, models. */
    SETTINGS("settings", "models", "encryption"),
    /** {@code /metrics}. */
    METRICS("metrics");

    /** Routes for whoever has any key: who am I, and what is there. */
    private static final Set<String> OPEN = Set.of("session", "openapi.json");

    private static final String VERSION = "/v1/";

    @SuppressWarnings("ImmutableEnumChecker") // Set.of
    private final Set<String> segments;

    Scope(String... segments) {
        this.segments = Set.of(segments);
    }

    /** The scope's name as keys and commands write it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The scopes of these names.
     *
     * @throws IllegalArgumentException with a sentence, if one is none
     */
    public static Set<Scope> parse(Collection<String> labels) {
        EnumSet<Scope> scopes = EnumSet.noneOf(Scope.class);
        for (String label : labels) {
            scopes.add(Arrays.stream(values())
                    .filter(scope -> scope.label().equals(label))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("There is no scope '" + label + "': known are "
                            + Arrays.stream(values()).map(Scope::label).collect(Collectors.joining(", ")) + ".")));
        }
        return scopes;
    }

    /** The names of scopes, in the order of this list. */
    public static List<String> labels(Collection<Scope> scopes) {
        return scopes.stream().sorted().map(Scope::label).toList();
    }

    /** The scope of a route, by its template; empty where it lies under none. */
    static Optional<Scope> ofRoute(String template) {
        String segment = segment(template);
        return Arrays.stream(values())
                .filter(scope -> scope.segments.contains(segment))
                .findFirst();
    }

    /** Whether whoever has any key may use the route, as far as the role permits. */
    static boolean isOpen(String template) {
        return OPEN.contains(segment(template));
    }

    private static String segment(String template) {
        String path = template.startsWith(VERSION)
                ? template.substring(VERSION.length())
                : template.startsWith("/") ? template.substring(1) : template;
        int slash = path.indexOf('/');
        return slash < 0 ? path : path.substring(0, slash);
    }
}
