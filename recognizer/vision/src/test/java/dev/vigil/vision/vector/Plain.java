package dev.vigil.vision.vector;

import java.util.Random;

/** The arithmetic of networks as it is written in textbooks, in double precision: what the vectors must agree with. */
final class Plain {
    private Plain() {}

    /** How a window moves: strides, pads (top, left, bottom, right) and dilations, as ONNX has them. */
    record Window(int strideY, int strideX, int top, int left, int bottom, int right, int dilationY, int dilationX) {
        static Window of(int stride, int pad) {
            return new Window(stride, stride, pad, pad, pad, pad, 1, 1);
        }
    }

    /** A batch of maps, {@code double[n][c][h][w]}. */
    static double[][][][] random(int seed, int n, int c, int h, int w) {
        Random random = new Random(seed);
        double[][][][] maps = new double[n][c][h][w];
        for (double[][][] map : maps) {
            for (double[][] plane : map) {
                for (double[] row : plane) {
                    for (int x = 0; x < w; x++) {
                        row[x] = (float) random.nextGaussian();
                    }
                }
            }
        }
        return maps;
    }

    /** {@code weights[output][input of its group][ky][kx]}. */
    static double[][][][] convolve(
            double[][][][] in, double[][][][] weights, double[] bias, int groups, Window window) {
        int n = in.length;
        int perGroup = weights[0].length;
        int outputsPerGroup = weights.length / groups;
        int ky = weights[0][0].length;
        int kx = weights[0][0][0].length;
        int h = size(in[0][0].length + window.top() + window.bottom(), ky, window.dilationY(), window.strideY());
        int w = size(in[0][0][0].length + window.left() + window.right(), kx, window.dilationX(), window.strideX());
        double[][][][] out = new double[n][weights.length][h][w];
        for (int i = 0; i < n; i++) {
            for (int o = 0; o < weights.length; o++) {
                for (int y = 0; y < h; y++) {
                    for (int x = 0; x < w; x++) {
                        double sum = bias[o];
                        for (int c = 0; c < perGroup; c++) {
                            sum += window(in[i][o / outputsPerGroup * perGroup + c], weights[o][c], y, x, window);
                        }
                        out[i][o][y][x] = sum;
                    }
                }
            }
        }
        return out;
    }

    private static double window(double[][] plane, double[][] weights, int y, int x, Window window) {
        double sum = 0;
        for (int ky = 0; ky < weights.length; ky++) {
            for (int kx = 0; kx < weights[0].length; kx++) {
                int row = y * window.strideY() - window.top() + ky * window.dilationY();
                int column = x * window.strideX() - window.left() + kx * window.dilationX();
                if (row >= 0 && row < plane.length && column >= 0 && column < plane[0].length) {
                    sum += plane[row][column] * weights[ky][kx];
                }
            }
        }
        return sum;
    }

    private static int size(int size, int kernel, int dilation, int stride) {
        return (size - (dilation * (kernel - 1) + 1)) / stride + 1;
    }

    static double[][][][] sum(double[][][][] a, double[][][][] b) {
        double[][][][] out = new double[a.length][a[0].length][a[0][0].length][a[0][0][0].length];
        for (int n = 0; n < a.length; n++) {
            for (int c = 0; c < a[0].length; c++) {
                for (int y = 0; y < a[0][0].length; y++) {
                    for (int x = 0; x < a[0][0][0].length; x++) {
                        out[n][c][y][x] = a[n][c][y][x] + b[n][c][y][x];
                    }
                }
            }
        }
        return out;
    }

    /** One slope for each channel. */
    static double[][][][] prelu(double[][][][] in, double... slopes) {
        double[][][][] zero = new double[in.length][in[0].length][in[0][0].length][in[0][0][0].length];
        double[][][][] out = sum(in, zero);
        for (double[][][] map : out) {
            for (int c = 0; c < map.length; c++) {
                for (double[] row : map[c]) {
                    for (int x = 0; x < row.length; x++) {
                        row[x] = row[x] < 0 ? row[x] * slopes[c] : row[x];
                    }
                }
            }
        }
        return out;
    }

    /** In the order of ONNX, as floats. */
    static float[] flat(double[][][][] maps) {
        float[] flat = new float[maps.length * maps[0].length * maps[0][0].length * maps[0][0][0].length];
        int i = 0;
        for (double[][][] map : maps) {
            for (double[][] plane : map) {
                for (double[] row : plane) {
                    for (double value : row) {
                        flat[i++] = (float) value;
                    }
                }
            }
        }
        return flat;
    }

    /** The first numbers of a flat array that a convolution's weights hold. */
    static double[] vector(int seed, int length) {
        Random random = new Random(seed);
        double[] vector = new double[length];
        for (int i = 0; i < length; i++) {
            vector[i] = (float) (random.nextGaussian() / 2);
        }
        return vector;
    }
}
