package dev.vigil.gallery.event;

import java.time.Instant;

/**
 * Two people are one: the value under {@code merge:SURVIVOR:ABSORBED} on the changed topic, in the survivor's partition. It is
 * there from the decision until both halves are done: the survivor has the faces, and the absorbed person is gone.
 *
 * @param survivor who stays
 * @param absorbed whose faces the survivor gets
 * @param since when it was decided
 */
public record MergeIntent(String survivor, String absorbed, Instant since) {}
