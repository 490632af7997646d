package dev.vigil.ingest.source;

import java.util.regex.Pattern;

/**
 * Hides credentials in the address of a source. Everything that is logged, published or answered about a source goes through
 * here. It errs on the safe side: a password with an unescaped {@code @}, {@code /} or {@code ?} is hidden too, at the price of
 * hiding more than the credentials where a path bears an {@code @}.
 */
public final class CredentialMask {
    private static final String HIDDEN = "***";
    private static final Pattern SECRET_PARAMETER = Pattern.compile(
            "([?&;][^=&;]*(?:user|usr|login|pass|pwd|token|key|auth|secret|sig)[^=&;]*=)[^&;#]*",
            Pattern.CASE_INSENSITIVE);

    private CredentialMask() {}

    /** The address without user, password and secret parameters; the path of a file stays as it is. */
    public static String mask(String source) {
        int scheme = source.indexOf("://");
        if (scheme < 0) {
            return source;
        }
        int start = scheme + 3;
        int at = source.lastIndexOf('@');
        String shown = at < start ? source : source.substring(0, start) + HIDDEN + source.substring(at);
        return SECRET_PARAMETER.matcher(shown).replaceAll("$1" + HIDDEN);
    }
}
