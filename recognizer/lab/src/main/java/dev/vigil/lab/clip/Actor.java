package dev.vigil.lab.clip;

import java.util.List;

/** Somebody who can be shown in clips. Made by {@link Casting}; may be used again for any number of clips. */
public final class Actor {
    private final String name;
    private final List<Look> looks;
    private final boolean reel;

    /**
     * @param looks at least one
     * @param reel whether they follow each other in time, as of a video, and are not single photographs
     */
    Actor(String name, List<Look> looks, boolean reel) {
        this.name = name;
        this.looks = List.copyOf(looks);
        this.reel = reel;
    }

    /** As the truth names the person. */
    public String name() {
        return name;
    }

    /** How many pictures there are. */
    public int looks() {
        return looks.size();
    }

    /**
     * A picture.
     *
     * @param take which one to begin with: another take shows another photograph, or begins elsewhere in the video
     * @param frame since then; photographs don't change with it
     */
    Look look(int take, int frame) {
        if (!reel) {
            return looks.get(Math.floorMod(take, looks.size()));
        }
        int there = Math.floorMod(take * 7 + frame, Math.max(1, 2 * looks.size() - 2));
        return looks.get(there < looks.size() ? there : 2 * looks.size() - 2 - there); // there and back again
    }
}
