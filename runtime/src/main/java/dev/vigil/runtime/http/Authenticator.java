package dev.vigil.runtime.http;

import java.util.List;

/** Says whose a credential is. Asked on every request, from any thread: it should not wait. */
@FunctionalInterface
public interface Authenticator {
    /** What a service says of a key that nobody knows. */
    Verdict NOT_OURS = new Verdict.Unknown("This key is not known here: ask the operator for one.");

    /** Whose it is. */
    Verdict authenticate(Credential credential);

    /**
     * Asks one after the other: the first that knows it decides; where none does, what could not be told counts more than a plain no,
     * and the most particular no is told.
     */
    static Authenticator firstOf(List<Authenticator> all) {
        List<Authenticator> asked = List.copyOf(all);
        return credential -> {
            Verdict best = NOT_OURS;
            for (Authenticator one : asked) {
                Verdict verdict = one.authenticate(credential);
                if (verdict instanceof Verdict.Known) {
                    return verdict;
                }
                boolean more = best instanceof Verdict.Unknown && !verdict.equals(NOT_OURS);
                best = more ? verdict : best;
            }
            return best;
        };
    }
}
