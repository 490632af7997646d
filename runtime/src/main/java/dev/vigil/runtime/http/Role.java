package dev.vigil.runtime.http;

import io.javalin.security.RouteRole;
import java.util.Locale;

/** What the holder of a key may do. A route names the least role that it needs. */
public enum Role implements RouteRole {
    /** Needs no key: probes, static files, the login. */
    ANYONE,
    /** Sees: events, pictures, people, metrics. */
    VIEWER,
    /** Another program of Vigil: searches, and sees. */
    SERVICE,
    /** Enrols, changes and erases people. */
    OPERATOR,
    /** Everything. */
    ADMIN;

    /** Whether the holder of this role may use a route that needs {@code needed}. */
    public boolean permits(Role needed) {
        return switch (needed) {
            case ANYONE -> true;
            case VIEWER -> this != ANYONE;
            case SERVICE -> this == SERVICE || this == OPERATOR || this == ADMIN;
            case OPERATOR -> this == OPERATOR || this == ADMIN;
            case ADMIN -> this == ADMIN;
        };
    }

    /** The role's name as configuration and events write it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
