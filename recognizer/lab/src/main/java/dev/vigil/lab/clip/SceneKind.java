package dev.vigil.lab.clip;

import java.util.Locale;

/** What a scene is a trial of. */
public enum SceneKind {
    /** Somebody walks through the picture. */
    WALK,
    /** Two walk past each other; the nearer one hides the other. */
    CROSS,
    /** Two walk past each other behind a pillar: neither can be seen when they meet. */
    CROSS_HIDDEN,
    /** Somebody walks behind a pillar, and comes out on the other side or turns back behind it. */
    HIDE,
    /** The light goes, or the head moves too fast for the shutter, for about a second. */
    DIM,
    /** Three or four wander about and hide each other. */
    CROWD,
    /** Nobody for a while; then somebody is there and stays almost still. */
    QUIET,
    /** Cuts, after each of which somebody else stands at the same place before the same background. */
    REPLACED;

    /** As people write it, as {@code cross-hidden}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
