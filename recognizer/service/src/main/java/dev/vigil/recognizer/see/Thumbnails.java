package dev.vigil.recognizer.see;

import dev.vigil.recognizer.track.Grey;
import dev.vigil.vision.face.AlignedFace;
import dev.vigil.vision.face.Box;
import dev.vigil.vision.model.ColourOrder;
import dev.vigil.vision.model.ModelCard;
import dev.vigil.vision.picture.NetworkInput;
import dev.vigil.vision.picture.Picture;
import dev.vigil.vision.picture.Region;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;

/** The very small grey pictures by which the tracker compares scenes and faces. For one thread; holds some native memory. */
final class Thumbnails implements AutoCloseable {
    private static final int WIDTH = 32;
    private static final int HEIGHT = 18;
    /** Each pixel is the mean of so many by so many, since a picture that is sampled too thinly flickers. */
    private static final int MEAN = 4;

    private static final int PATCH = 14;
    private static final int PATCH_MEAN = AlignedFace.SIDE / PATCH;

    private final NetworkInput input = new NetworkInput(
            new ModelCard.Input(WIDTH * MEAN, HEIGHT * MEAN, false, ColourOrder.GREY, List.of(0f), List.of(1f)),
            WIDTH * MEAN,
            HEIGHT * MEAN,
            1);

    /** The whole picture, 32x18. */
    Grey scene(Picture picture) {
        Box whole = new Box(0, 0, picture.width(), picture.height());
        input.stretch(picture, Region.inside(whole, picture.width(), picture.height()), 0);
        FloatBuffer pixels = input.bytes()
                .duplicate()
                .order(ByteOrder.nativeOrder())
                .rewind()
                .asFloatBuffer();
        byte[] small = new byte[WIDTH * HEIGHT];
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                float sum = 0;
                for (int i = 0; i < MEAN * MEAN; i++) {
                    sum += pixels.get((y * MEAN + i / MEAN) * WIDTH * MEAN + x * MEAN + i % MEAN);
                }
                small[y * WIDTH + x] = (byte) Math.round(sum / (MEAN * MEAN));
            }
        }
        return Grey.of(small);
    }

    /** A face, 14x14. */
    static Grey patch(AlignedFace face) {
        byte[] bgr = face.bgr();
        byte[] small = new byte[PATCH * PATCH];
        for (int y = 0; y < PATCH; y++) {
            for (int x = 0; x < PATCH; x++) {
                int sum = 0;
                for (int i = 0; i < PATCH_MEAN * PATCH_MEAN; i++) {
                    int at = 3
                            * ((y * PATCH_MEAN + i / PATCH_MEAN) * AlignedFace.SIDE + x * PATCH_MEAN + i % PATCH_MEAN);
                    sum += (bgr[at] & 0xFF) + (bgr[at + 1] & 0xFF) + (bgr[at + 2] & 0xFF);
                }
                small[y * PATCH + x] = (byte) (sum / (3 * PATCH_MEAN * PATCH_MEAN));
            }
        }
        return Grey.of(small);
    }

    @Override
    public void close() {
        input.close();
    }
}
