package dev.vigil.vision.face;

import dev.vigil.vision.picture.Region;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The 68 points of a face in the order of iBUG 300-W (Sagonas et al., ICCV workshops 2013): 0–16 jaw, 17–26 brows, 27–35 nose, 36–47
 * eyes, 48–67 mouth; left is the picture's left.
 *
 * @param points in pixels of the picture
 */
record Landmarks(List<Point> points) {
    static final int COUNT = 68;

    Landmarks {
        points = List.copyOf(points);
        if (points.size() != COUNT) {
            throw new IllegalArgumentException("There are 68 landmarks, not " + points.size() + ".");
        }
    }

    /**
     * From a row of a network's output.
     *
     * @param fractions x0, y0, x1, y1, … of the region's width and height
     * @param offset of x0
     * @param region that the network saw
     */
    static Landmarks read(FloatBuffer fractions, int offset, Region region) {
        List<Point> points = new ArrayList<>(COUNT);
        for (int i = offset; i < offset + 2 * COUNT; i += 2) {
            points.add(new Point(
                    region.x() + fractions.get(i) * region.width(),
                    region.y() + fractions.get(i + 1) * region.height()));
        }
        return new Landmarks(points);
    }

    /**
     * Left eye, right eye, nose tip, left and right corner of the mouth. An eye is the mean of its four lid points and a corner
     * of the mouth the mean of its outer and inner point, which jump less than single points do.
     */
    List<Point> five() {
        return List.of(mean(37, 38, 40, 41), mean(43, 44, 46, 47), points.get(30), mean(48, 60), mean(54, 64));
    }

    private Point mean(int... indices) {
        float x = 0;
        float y = 0;
        for (int i : indices) {
            x += points.get(i).x();
            y += points.get(i).y();
        }
        return new Point(x / indices.length, y / indices.length);
    }
}
