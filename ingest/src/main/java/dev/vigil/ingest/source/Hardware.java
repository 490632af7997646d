package dev.vigil.ingest.source;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Which decoder of the machine's own FFmpeg is asked for, by its name there. */
public enum Hardware {
    /** The processor decodes. */
    NONE,
    /** Intel's and AMD's, by VA-API. */
    VAAPI,
    /** NVIDIA's. */
    CUDA,
    /** Intel's, by oneVPL. */
    QSV,
    /** Any, by Vulkan. */
    VULKAN;

    /** FFmpeg's name of it, as JSON and configuration write it. */
    @JsonValue
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
