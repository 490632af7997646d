package dev.vigil.runtime.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.BadJWTException;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import dev.vigil.runtime.http.Authenticator;
import dev.vigil.runtime.http.Credential;
import dev.vigil.runtime.http.Principal;
import dev.vigil.runtime.http.Role;
import dev.vigil.runtime.http.Verdict;
import java.text.ParseException;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Accepts the signed tokens (JWT, RFC 7519, checked as RFC 8725 advises) of one issuer: signed by one of its keys with an algorithm of
 * the list, for this audience, neither expired nor early. The subject is the principal's id. Thread-safe.
 */
public final class TokenVerifier implements Authenticator {
    private static final Logger log = LoggerFactory.getLogger(TokenVerifier.class);
    private static final int LONGEST = 16 * 1024;
    private static final Verdict AWAY = new Verdict.Undecided(
            "The token can't be checked, since its issuer's keys can't be read: try again in a moment.");

    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
    private final String rolesClaim;
    private final Map<String, Role> roles;

    /**
     * Accepts what the configuration says.
     *
     * @param config {@link TokenConfig#enabled}
     * @throws dev.vigil.runtime.error.UserError if the file of authorities can't be read
     */
    public TokenVerifier(TokenConfig config) {
        this(config, TokenKeys.of(config));
    }

    TokenVerifier(TokenConfig config, JWKSource<SecurityContext> keys) {
        this.rolesClaim = config.rolesClaim();
        this.roles = config.roles();
        Set<JWSAlgorithm> algorithms = config.algorithms().stream()
                .map(JWSAlgorithm::parse)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(algorithms, keys));
        processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(
                JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), new JOSEObjectType("application/at+jwt"), null));
        DefaultJWTClaimsVerifier<SecurityContext> claims = new DefaultJWTClaimsVerifier<>(
                config.audience(),
                new JWTClaimsSet.Builder().issuer(config.issuer()).build(),
                Set.of("sub", "exp", "iss", "aud"));
        claims.setMaxClockSkew(Math.toIntExact(config.clockSkew().toSeconds()));
        processor.setJWTClaimsSetVerifier(claims);
    }

    @Override
    public Verdict authenticate(Credential credential) {
        String token = credential.token().orElse(null);
        if (token == null) {
            return NOT_OURS;
        } else if (token.length() > LONGEST) {
            return new Verdict.Unknown("The token is longer than this service takes.");
        }
        try {
            // Only signed tokens are parsed at all: "none" and encrypted ones are of other kinds.
            return of(processor.process(SignedJWT.parse(token), null));
        } catch (BadJWTException e) {
            return new Verdict.Unknown("The token is not accepted: " + reason(e) + ".");
        } catch (BadJOSEException | ParseException e) {
            log.debug("A token was refused", e);
            return new Verdict.Unknown(
                    "The token is not accepted: it is not signed by a key and algorithm that this service trusts.");
        } catch (KeySourceException e) {
            log.debug("The issuer's keys can't be read", e);
            return AWAY;
        } catch (JOSEException e) {
            log.debug("A token was refused", e);
            return new Verdict.Unknown("The token is not accepted: its signature can't be checked.");
        }
    }

    private Verdict of(JWTClaimsSet claims) {
        String subject = claims.getSubject();
        if (subject == null
                || subject.isBlank()
                || subject.length() > 200
                || subject.chars().anyMatch(Character::isISOControl)) {
            return new Verdict.Unknown("The token is not accepted: its subject is no name.");
        }
        Role role = names(claims).stream()
                .map(roles::get)
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .orElse(Role.ANYONE);
        return new Verdict.Known(new Principal(subject, role));
    }

    /** What the claim of roles names; nothing where it is missing or of another form. */
    private List<String> names(JWTClaimsSet claims) {
        @Nullable Object value = claims.getClaims().get(rolesClaim);
        if (value == null) {
            value = claims.getClaims();
            for (String part : rolesClaim.split("\\.", -1)) {
                value = value instanceof Map<?, ?> map ? map.get(part) : null;
            }
        }
        if (value instanceof String text) {
            return List.of(text.trim().split("\\s+", -1));
        }
        return value instanceof Collection<?> many
                ? many.stream()
                        .filter(String.class::isInstance)
                        .map(String.class::cast)
                        .toList()
                : List.of();
    }

    /** In words of ours, without what the token says. */
    private static String reason(BadJWTException e) {
        String message = String.valueOf(e.getMessage());
        if (message.contains("missing required")) {
            return "a claim that is needed is missing";
        } else if (message.contains("Expired")) {
            return "it has expired";
        } else if (message.contains("before use")) {
            return "it is not valid yet";
        } else if (message.contains("aud")) {
            return "it is for another audience";
        } else if (message.contains("iss")) {
            return "it is of another issuer";
        }
        return "its claims are not as they must be";
    }
}
