package dev.vigil.gallery.event;

import java.time.Instant;

/**
 * What holds for encryption in the whole gallery: the value under {@code setting:encryption} on the changed topic.
 *
 * @param rotatedAt data keys made before that seal nothing more, and what they have sealed is sealed anew
 */
public record EncryptionSettings(Instant rotatedAt) {}
