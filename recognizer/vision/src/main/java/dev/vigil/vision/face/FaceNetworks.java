package dev.vigil.vision.face;

import dev.vigil.vision.model.Catalogue;

/**
 * Which networks look, by model id.
 *
 * @param detector as {@code rfb-320}
 * @param landmarks as {@code landmark-68}
 * @param embedder as {@code mobilefacenet-512}
 */
public record FaceNetworks(String detector, String landmarks, String embedder) {
    /** The three that {@code ./vigil models get default} fetches. */
    public static final FaceNetworks DEFAULT =
            new FaceNetworks(Catalogue.DETECTOR, Catalogue.LANDMARKS, Catalogue.EMBEDDER);
}
