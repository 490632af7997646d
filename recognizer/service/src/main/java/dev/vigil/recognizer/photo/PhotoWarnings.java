package dev.vigil.recognizer.photo;

import dev.vigil.vision.face.Quality;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What is poor about a photo that is enrolled all the same: one sentence for each, which says what would be better. */
final class PhotoWarnings {
    /** Between the eyes; at about this size recognition begins to lose (a face 40 px wide). */
    private static final float SMALL = 17;

    private static final float BLURRED = 40;
    private static final float DARK = 45;
    private static final float BRIGHT = 215;
    private static final float TURNED = 35;
    private static final float TILTED = 30;

    private PhotoWarnings() {}

    static List<String> of(SoleFace.One sole) {
        List<String> warnings = new ArrayList<>();
        Quality quality = sole.face().face().quality();
        if (sole.others() > 0) {
            warnings.add("There are smaller faces beside or in the background: the largest face was taken.");
        }
        if (quality.pixels() < SMALL) {
            warnings.add(String.format(
                    Locale.ROOT,
                    "The face is small, %.0f pixels between the eyes: from 20 on it is recognised better.",
                    quality.pixels()));
        }
        if (quality.sharpness() < BLURRED) {
            warnings.add("The face is blurred: a sharper photo is recognised better.");
        }
        if (quality.brightness() < DARK) {
            warnings.add("The face is dark: a photo with more light is recognised better.");
        } else if (quality.brightness() > BRIGHT) {
            warnings.add("The face is too bright: a photo with less light is recognised better.");
        }
        if (Math.abs(quality.yaw()) > TURNED || Math.abs(quality.pitch()) > TILTED) {
            warnings.add("The face is turned away: add a photo from the front.");
        }
        return warnings;
    }
}
