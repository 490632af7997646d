package dev.vigil.ingest.source;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Answers a camera's challenge: Digest (RFC 7616, and RFC 2069 as old cameras speak it; MD5 and SHA-256), else Basic (RFC 7617).
 * Keeps the nonce, so that later requests need no new challenge. For one thread.
 */
final class HttpLogin {
    private static final Pattern PARAMETER =
            Pattern.compile("([A-Za-z-]+)\\s*=\\s*(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([^\\s,]+))");
    private static final Pattern DIGEST = Pattern.compile("(?i)(?:^|,\\s*)Digest\\s+");
    private static final Pattern BASIC = Pattern.compile("(?i)(?:^|,\\s*)Basic(?:\\s|$)");

    private final SecureRandom random = new SecureRandom();
    private final String user;
    private final String password;
    private @Nullable Map<String, String> digest;
    private boolean basic;
    private int count;

    HttpLogin(String user, String password) {
        this.user = user;
        this.password = password;
    }

    /**
     * Takes challenges.
     *
     * @return whether it is worth while to ask again: there is a way to answer that has not been refused yet
     */
    boolean challenged(List<String> challenges) {
        boolean first = digest == null && !basic;
        Map<String, String> best = null;
        for (String challenge : challenges) {
            Map<String, String> found = digest(challenge);
            boolean stronger =
                    best == null || algorithm(found == null ? Map.of() : found).startsWith("SHA-256");
            best = found != null && stronger ? found : best;
        }
        if (best != null) {
            boolean stale = "true".equalsIgnoreCase(best.get("stale"));
            digest = best;
            count = 0;
            return first || stale;
        }
        basic = challenges.stream()
                .anyMatch(challenge -> BASIC.matcher(challenge).find());
        return first && basic;
    }

    private static @Nullable Map<String, String> digest(String challenge) {
        Matcher begin = DIGEST.matcher(challenge);
        if (!begin.find()) {
            return null;
        }
        Map<String, String> parameters = new HashMap<>();
        Matcher each = PARAMETER.matcher(challenge.substring(begin.end()));
        while (each.find()) {
            String value = each.group(2) == null ? each.group(3) : each.group(2).replaceAll("\\\\(.)", "$1");
            parameters.putIfAbsent(each.group(1).toLowerCase(Locale.ROOT), value);
        }
        boolean known = algorithm(parameters).matches("(MD5|SHA-256)(-SESS)?");
        return known && parameters.containsKey("nonce") ? parameters : null;
    }

    private static String algorithm(Map<String, String> parameters) {
        return parameters.getOrDefault("algorithm", "MD5").toUpperCase(Locale.ROOT);
    }

    /** The header {@code Authorization} for a GET of {@code target}, or null where nothing is asked. */
    @Nullable
    String header(String target) {
        if (digest != null) {
            return digestHeader(digest, target);
        }
        byte[] plain = (user + ":" + password).getBytes(UTF_8);
        return basic ? "Basic " + Base64.getEncoder().encodeToString(plain) : null;
    }

    private String digestHeader(Map<String, String> asked, String target) {
        String algorithm = algorithm(asked);
        String realm = asked.getOrDefault("realm", "");
        String nonce = asked.getOrDefault("nonce", "");
        String own = HexFormat.of().toHexDigits(random.nextLong());
        String number = String.format(Locale.ROOT, "%08x", ++count);
        boolean qop = List.of(asked.getOrDefault("qop", "").split("[,\\s]+")).contains("auth");
        String secret = hash(algorithm, user + ":" + realm + ":" + password);
        secret = algorithm.endsWith("-SESS") ? hash(algorithm, secret + ":" + nonce + ":" + own) : secret;
        String request = hash(algorithm, "GET:" + target);
        String middle = qop ? nonce + ":" + number + ":" + own + ":auth" : nonce;
        String response = hash(algorithm, secret + ":" + middle + ":" + request);
        StringBuilder header = new StringBuilder("Digest username=" + quoted(user) + ", realm=" + quoted(realm)
                + ", nonce=" + quoted(nonce) + ", uri=" + quoted(target) + ", response=\"" + response + "\"");
        if (asked.containsKey("algorithm")) {
            header.append(", algorithm=").append(asked.get("algorithm"));
        }
        if (asked.containsKey("opaque")) {
            header.append(", opaque=").append(quoted(String.valueOf(asked.get("opaque"))));
        }
        if (qop) {
            header.append(", qop=auth, nc=").append(number);
        }
        if (qop || algorithm.endsWith("-SESS")) {
            header.append(", cnonce=\"").append(own).append('"');
        }
        return header.toString();
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static String hash(String algorithm, String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance(algorithm.startsWith("SHA-256") ? "SHA-256" : "MD5");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has MD5 and SHA-256.", e);
        }
    }
}
