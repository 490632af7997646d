package dev.vigil.runtime.http;

import dev.vigil.runtime.json.Base64Bytes;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The keys of the configuration, held as SHA-256 hashes and compared in constant time, all of them at each request: they are few.
 * There is no default key. Thread-safe.
 */
public final class KeyRing implements Authenticator {
    private final Map<String, Entry> entries = new ConcurrentHashMap<>();

    private record Entry(Base64Bytes hash, Principal principal) {}

    /** A new random key: {@code vigil_} and 43 characters of URL-safe base64. */
    public static String newKey() {
        return Credential.newKey();
    }

    /** Accepts {@code key} from now on, for all that the role permits; replaces what bore that id. */
    public KeyRing add(String id, String key, Role role) {
        return add(Credential.hash(key), new Principal(id, role, Set.of()));
    }

    /** Accepts the key with this SHA-256 from now on; replaces what bore the principal's id. */
    public KeyRing add(Base64Bytes hash, Principal principal) {
        entries.put(principal.id(), new Entry(hash, principal));
        return this;
    }

    @Override
    public Verdict authenticate(Credential credential) {
        Verdict found = NOT_OURS;
        for (Entry entry : entries.values()) {
            if (credential.matches(entry.hash)) {
                found = new Verdict.Known(entry.principal);
            }
        }
        return found;
    }
}
