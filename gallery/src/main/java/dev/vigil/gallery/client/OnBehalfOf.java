package dev.vigil.gallery.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vigil.runtime.http.Principal;
import dev.vigil.runtime.http.Role;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * For whom a service asks the gallery: the header {@code Vigil-On-Behalf-Of: ROLE ADDRESS ID}, the id percent-encoded. The gallery's
 * audit names them, where the service's key is one that is believed; what may be done is the key's to say.
 *
 * @param id of their key, or their token's subject
 * @param role theirs, at the service that they asked
 * @param from the address that they asked from
 */
public record OnBehalfOf(String id, Role role, String from) {
    /** The header's name. */
    public static final String HEADER = "Vigil-On-Behalf-Of";

    private static final int LONGEST = 2_048;
    private static final Pattern ADDRESS = Pattern.compile("[0-9A-Za-z.:%_-]{1,100}");

    /** Whoever makes a request. */
    public static OnBehalfOf of(Principal principal, String from) {
        return new OnBehalfOf(principal.id(), principal.role(), from);
    }

    /** The header's value. */
    public String text() {
        String address = ADDRESS.matcher(from).matches() ? from : "-";
        return role.label() + " " + address + " " + URLEncoder.encode(id, UTF_8);
    }

    /** Reads the header's value; empty where it is none. */
    public static Optional<OnBehalfOf> parse(String text) {
        String[] parts = text.split(" ", -1);
        if (text.length() > LONGEST
                || parts.length != 3
                || !ADDRESS.matcher(parts[1]).matches()) {
            return Optional.empty();
        }
        try {
            String id = URLDecoder.decode(parts[2], UTF_8);
            boolean named = !id.isBlank() && id.length() <= 200 && id.chars().noneMatch(Character::isISOControl);
            return Arrays.stream(Role.values())
                    .filter(role -> named && role.label().equals(parts[0]))
                    .findFirst()
                    .map(role -> new OnBehalfOf(id, role, parts[1]));
        } catch (IllegalArgumentException e) { // no percent-encoding
            return Optional.empty();
        }
    }
}
