package dev.vigil.lab.tracking;

import dev.vigil.vision.face.Box;

/**
 * Where a person's face truly is in a frame.
 *
 * @param frame from 0
 * @param person who
 * @param appearance the how-manieth time that the person comes, from 0: a new one after a cut, or an absence longer than a track
 *     lasts
 * @param box in pixels of the frame
 * @param visible which part of the box is neither covered nor outside the picture, in [0, 1]
 */
public record TruthFace(int frame, String person, int appearance, Box box, float visible) {
    /** What one track should follow: the person in this appearance. */
    public String identity() {
        return person + "#" + appearance;
    }
}
