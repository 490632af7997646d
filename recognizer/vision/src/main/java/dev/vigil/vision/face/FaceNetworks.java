package dev.vigil.vision.face;

/**
 * Which networks look, by model id.
 *
 * @param detector as {@code rfb-320}
 * @param landmarks as {@code landmark-68}
 * @param embedder as {@code mobilefacenet-512}
 */
public record FaceNetworks(String detector, String landmarks, String embedder) {}
