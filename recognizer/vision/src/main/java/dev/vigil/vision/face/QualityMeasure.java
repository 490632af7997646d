package dev.vigil.vision.face;

import java.util.List;

/** Measures how good a picture of a face is, from its aligned pixels and its points. Pure. */
final class QualityMeasure {
    private static final int SIDE = AlignedFace.SIDE;

    private QualityMeasure() {}

    static Quality of(AlignedFace aligned, List<Point> five, HeadPose pose) {
        int[] grey = grey(aligned.pixels());
        float pixels = five.get(0).distance(five.get(1));
        float sharpness = sharpness(grey);
        float brightness = mean(grey);
        float score = QualityScore.of(pixels, sharpness, brightness, pose.yaw(), pose.pitch());
        return new Quality(score, pixels, sharpness, brightness, pose.yaw(), pose.pitch(), pose.roll());
    }

    /** Luma of ITU-R BT.601, in 0 to 255. */
    private static int[] grey(byte[] bgr) {
        int[] grey = new int[SIDE * SIDE];
        for (int i = 0; i < grey.length; i++) {
            int b = bgr[3 * i] & 0xFF;
            int g = bgr[3 * i + 1] & 0xFF;
            int r = bgr[3 * i + 2] & 0xFF;
            grey[i] = (1868 * b + 9617 * g + 4899 * r + 8192) >> 14;
        }
        return grey;
    }

    private static float mean(int[] grey) {
        long sum = 0;
        for (int value : grey) {
            sum += value;
        }
        return (float) sum / grey.length;
    }

    /** The variance of the Laplacian (Pech-Pacheco et al., ICPR 2000), inside the outermost ring of pixels. */
    private static float sharpness(int[] grey) {
        long sum = 0;
        long squares = 0;
        for (int y = 1; y < SIDE - 1; y++) {
            for (int i = y * SIDE + 1; i < (y + 1) * SIDE - 1; i++) {
                int laplacian = grey[i - SIDE] + grey[i + SIDE] + grey[i - 1] + grey[i + 1] - 4 * grey[i];
                sum += laplacian;
                squares += (long) laplacian * laplacian;
            }
        }
        double count = (SIDE - 2) * (SIDE - 2);
        double mean = sum / count;
        return (float) (squares / count - mean * mean);
    }
}
