package dev.vigil.vision.picture;

import java.util.Map;
import org.bytedeco.javacpp.BytePointer;

/** Names of a picture's colours, with room for what JPEG does to them. */
final class Colours {
    private static final Map<Integer, String> NAMES =
            Map.of(0b000, "black", 0b001, "red", 0b010, "green", 0b100, "blue", 0b111, "white", 0b011, "yellow");

    private Colours() {}

    static String at(Picture picture, int x, int y) {
        BytePointer pixel = picture.mat().ptr(y, x);
        int code = 0;
        for (int channel = 0; channel < 3; channel++) {
            if ((pixel.get(channel) & 0xFF) > 127) {
                code |= 1 << (2 - channel);
            }
        }
        return NAMES.getOrDefault(code, "strange");
    }
}
