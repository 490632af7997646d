package dev.vigil.ingest.source;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The head of an answer, and its body.
 *
 * @param status the code
 * @param headers the last of each name, in lower case
 * @param challenges each {@code WWW-Authenticate}
 * @param body not read yet
 * @param persistent whether another request may follow once the body is over
 */
record HttpAnswer(int status, Map<String, String> headers, List<String> challenges, HttpBody body, boolean persistent) {
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.([01]) ([1-5][0-9]{2})(?: .*)?");
    private static final int MOST_HEADERS = 100;

    /** Reads the head; an interim answer is passed over. */
    static HttpAnswer read(InputStream in) throws IOException {
        while (true) {
            Matcher status = STATUS.matcher(HttpBody.line(in));
            if (!status.matches()) {
                throw new IOException("what listens there does not answer in HTTP");
            }
            HttpAnswer answer =
                    head(in, Integer.parseInt(status.group(2)), status.group(1).equals("1"));
            if (answer.status >= 200) {
                return answer;
            }
        }
    }

    private static HttpAnswer head(InputStream in, int status, boolean persistent) throws IOException {
        Map<String, String> headers = new HashMap<>();
        List<String> challenges = new ArrayList<>();
        String line = HttpBody.line(in);
        for (int i = 0; !line.isEmpty(); i++, line = HttpBody.line(in)) {
            int colon = line.indexOf(':');
            if (i >= MOST_HEADERS) {
                throw new IOException("its answer has more than " + MOST_HEADERS + " headers");
            } else if (colon > 0) {
                String name = line.substring(0, colon).trim().toLowerCase(Locale.ROOT);
                headers.put(name, line.substring(colon + 1).trim());
                if (name.equals("www-authenticate")) {
                    challenges.add(line.substring(colon + 1).trim());
                }
            }
        }
        boolean stays = persistent && !headers.getOrDefault("connection", "").equalsIgnoreCase("close");
        return new HttpAnswer(status, headers, challenges, HttpBody.of(in, headers), stays);
    }

    /** The media type in lower case without parameters; empty where none is told. */
    String mediaType() {
        return headers.getOrDefault("content-type", "").split(";", 2)[0].trim().toLowerCase(Locale.ROOT);
    }

    /** Whether the connection can carry another request now. */
    boolean reusable() {
        return persistent && body.finished();
    }
}
