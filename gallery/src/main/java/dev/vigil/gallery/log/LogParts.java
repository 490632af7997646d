package dev.vigil.gallery.log;

import dev.vigil.gallery.audit.AuditRecords;
import dev.vigil.gallery.seal.Vault;
import dev.vigil.gallery.state.GalleryState;
import java.time.Clock;

/**
 * What the log works with.
 *
 * @param state what is read goes into it; plans are made against it
 * @param vault opens what is read and seals what is written
 * @param beginning where reading begins
 * @param audit makes the records that say who has changed something
 * @param clock when records are written
 * @param unreadable run for each record that can't be read and was passed over
 */
public record LogParts(
        GalleryState state, Vault vault, Beginning beginning, AuditRecords audit, Clock clock, Runnable unreadable) {}
