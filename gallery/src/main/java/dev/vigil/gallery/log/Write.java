package dev.vigil.gallery.log;

import dev.vigil.gallery.state.GalleryState;
import java.util.function.Function;

/**
 * One of many writes.
 *
 * @param id of the person or watchlist; all changes are of its partition
 * @param planner pure: it may be run more than once; it may throw UserError to refuse
 */
public record Write<T>(String id, Function<GalleryState, Plan<T>> planner) {}
