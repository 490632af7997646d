package dev.vigil.vision.face;

/**
 * Where a head looks.
 *
 * @param yaw in degrees, positive when the face turns to the picture's right
 * @param pitch in degrees, positive when it looks up
 * @param roll in degrees, positive clockwise in the picture
 */
record HeadPose(float yaw, float pitch, float roll) {
    /** Which of the 68 points the average head has: ends of brows and eyes, wings of the nose, mouth, chin. */
    static final int[] INDICES = {17, 21, 22, 26, 36, 39, 42, 45, 31, 35, 48, 54, 57, 8};

    /** The average head: right in the picture, down in it, and towards the camera, in about centimetres. */
    static final double[][] HEAD = {
        {-6.825897, -6.760612, 4.402142},
        {-1.330353, -7.122144, 6.903745},
        {1.330353, -7.122144, 6.903745},
        {6.825897, -6.760612, 4.402142},
        {-5.311432, -5.485328, 3.987654},
        {-1.789930, -5.393625, 4.413414},
        {1.789930, -5.393625, 4.413414},
        {5.311432, -5.485328, 3.987654},
        {-2.005628, -1.409845, 6.165652},
        {2.005628, -1.409845, 6.165652},
        {-2.774015, 2.080775, 5.048531},
        {2.774015, 2.080775, 5.048531},
        {0, 3.116408, 6.097667},
        {0, 7.415691, 4.070434},
    };

    /**
     * By how much the average head looks down in its own axes: the median pitch, without this, of 807 press photographs of faces
     * (fold 1 of LFW), most of which look into the camera. A network for head poses puts their mean at the same place.
     */
    private static final double LEVEL = 10.5;

    private static final double[][] FIT = pseudoInverse(HEAD);

    /**
     * The pose of the average head whose points, seen from afar, come closest to the landmarks: one step of DeMenthon and Davis,
     * "Model-based object pose in 25 lines of code", IJCV 1995. The camera need not be known, since a face is shallow against its
     * distance.
     */
    static HeadPose of(Landmarks landmarks) {
        double[] x = unit(axis(landmarks, true));
        double[] y = unit(axis(landmarks, false));
        // Noise makes the two axes not quite perpendicular: turn both by the same angle until they are.
        double[] sum = unit(combine(x, y, 1));
        double[] difference = unit(combine(x, y, -1));
        double[] right = unit(combine(sum, difference, 1));
        double[] down = unit(combine(sum, difference, -1));
        return angles(right, down);
    }

    /** With the rotation as turn about the camera's axis, then yaw, then pitch. */
    private static HeadPose angles(double[] right, double[] down) {
        double depth = right[0] * down[1] - right[1] * down[0];
        double roll = Math.atan2(down[0], right[0]);
        double x = Math.cos(roll) * right[2] + Math.sin(roll) * down[2];
        double y = -Math.sin(roll) * right[2] + Math.cos(roll) * down[2];
        double yaw = Math.atan2(x, depth);
        double pitch = Math.atan2(-y, Math.hypot(x, depth));
        return new HeadPose(
                (float) Math.toDegrees(yaw), (float) (Math.toDegrees(pitch) + LEVEL), (float) Math.toDegrees(roll));
    }

    /** One row of the rotation times the scale: how the head's three axes move along the picture's x or y. */
    private static double[] axis(Landmarks landmarks, boolean x) {
        double[] row = new double[3];
        for (int i = 0; i < INDICES.length; i++) {
            Point point = landmarks.points().get(INDICES[i]);
            for (int k = 0; k < 3; k++) {
                // The rows of FIT add up to zero, so that the face's place in the picture falls out.
                row[k] += FIT[k][i] * (x ? point.x() : point.y());
            }
        }
        return row;
    }

    private static double[] unit(double[] v) {
        double length = Math.max(1e-12, Math.sqrt(v[0] * v[0] + v[1] * v[1] + v[2] * v[2]));
        return new double[] {v[0] / length, v[1] / length, v[2] / length};
    }

    private static double[] combine(double[] v, double[] w, int sign) {
        return new double[] {v[0] + sign * w[0], v[1] + sign * w[1], v[2] + sign * w[2]};
    }

    /** {@code (XᵀX)⁻¹Xᵀ} of the centred points. */
    private static double[][] pseudoInverse(double[][] points) {
        double[][] centred = centre(points);
        double[][] inverse = invert(gram(centred));
        double[][] fit = new double[3][points.length];
        for (int k = 0; k < 3; k++) {
            for (int i = 0; i < points.length; i++) {
                for (int m = 0; m < 3; m++) {
                    fit[k][i] += inverse[k][m] * centred[i][m];
                }
            }
        }
        return fit;
    }

    private static double[][] centre(double[][] points) {
        double[][] centred = new double[points.length][3];
        for (int k = 0; k < 3; k++) {
            double mean = 0;
            for (double[] point : points) {
                mean += point[k] / points.length;
            }
            for (int i = 0; i < points.length; i++) {
                centred[i][k] = points[i][k] - mean;
            }
        }
        return centred;
    }

    private static double[][] gram(double[][] rows) {
        double[][] g = new double[3][3];
        for (double[] row : rows) {
            for (int k = 0; k < 3; k++) {
                for (int m = 0; m < 3; m++) {
                    g[k][m] += row[k] * row[m];
                }
            }
        }
        return g;
    }

    /** By cofactors; the matrix is symmetric. */
    private static double[][] invert(double[][] m) {
        double[][] cofactors = new double[3][3];
        for (int r = 0; r < 3; r++) {
            for (int c = 0; c < 3; c++) {
                int r1 = (r + 1) % 3;
                int r2 = (r + 2) % 3;
                int c1 = (c + 1) % 3;
                int c2 = (c + 2) % 3;
                cofactors[r][c] = m[r1][c1] * m[r2][c2] - m[r1][c2] * m[r2][c1];
            }
        }
        double determinant = m[0][0] * cofactors[0][0] + m[0][1] * cofactors[0][1] + m[0][2] * cofactors[0][2];
        for (double[] row : cofactors) {
            for (int c = 0; c < 3; c++) {
                row[c] /= determinant;
            }
        }
        return cofactors;
    }
}
