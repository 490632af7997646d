package dev.vigil.gallery.event;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How much an alert matters. */
public enum Severity {
    /** Worth knowing. */
    @JsonProperty("info")
    INFO,
    /** Somebody should look. */
    @JsonProperty("warning")
    WARNING,
    /** Somebody must look at once. */
    @JsonProperty("critical")
    CRITICAL
}
