package dev.vigil.runtime.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * An error as HTTP tells it (RFC 9457, {@code application/problem+json}).
 *
 * @param type {@code about:blank}: the status says all there is
 * @param title the status in words
 * @param status the HTTP status
 * @param detail one sentence: what is wrong and what to do
 * @param instance the path that was asked
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Problem(
        String type,
        String title,
        int status,
        String detail,
        @Nullable String instance) {
    /** The media type. */
    public static final String CONTENT_TYPE = "application/problem+json";

    static Problem of(int status, String detail, @Nullable String path) {
        org.eclipse.jetty.http.HttpStatus.Code code = org.eclipse.jetty.http.HttpStatus.getCode(status);
        return new Problem("about:blank", code == null ? "Error" : code.getMessage(), status, detail, path);
    }
}
