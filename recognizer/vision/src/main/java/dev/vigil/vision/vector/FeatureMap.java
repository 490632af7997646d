package dev.vigil.vision.vector;

/** A batch of feature maps, which one step writes and later ones read. Not thread-safe: it belongs to one {@link Prepared}. */
final class FeatureMap {
    /** Floats behind the last pixel, so that whole vectors may be read there: the widest vectors have so many. */
    static final int SLACK = 16;

    final Geometry geometry;
    final float[] data;

    FeatureMap(Geometry geometry) {
        this.geometry = geometry;
        this.data = new float[Math.addExact(geometry.size(), SLACK)];
    }

    /** The numbers in the order of ONNX (NCHW), without borders. */
    float[] planar() {
        Geometry g = geometry;
        float[] planar = new float[g.n() * g.c() * g.h() * g.w()];
        int to = 0;
        for (int n = 0; n < g.n(); n++) {
            for (int c = 0; c < g.c(); c++) {
                for (int y = 0; y < g.h(); y++) {
                    int from = g.at(n, y, 0) + c;
                    for (int x = 0; x < g.w(); x++, from += g.step()) {
                        planar[to++] = data[from];
                    }
                }
            }
        }
        return planar;
    }

    /** The numbers with the channels last (NHWC), without borders and without what fills up the channels. */
    float[] interleaved() {
        Geometry g = geometry;
        float[] interleaved = new float[g.pixels() * g.c()];
        int to = 0;
        for (int n = 0; n < g.n(); n++) {
            for (int y = 0; y < g.h(); y++) {
                int from = g.at(n, y, 0);
                for (int x = 0; x < g.w(); x++, from += g.step(), to += g.c()) {
                    System.arraycopy(data, from, interleaved, to, g.c());
                }
            }
        }
        return interleaved;
    }
}
