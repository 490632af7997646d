package dev.vigil.vision.vector;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * The arrays of one preparation. What nobody reads any more serves the next map of exactly the same geometry, whose border is then
 * zero already, so that a network's maps stay in the caches.
 */
final class Buffers {
    private final Map<Geometry, Deque<FeatureMap>> free = new HashMap<>();
    private final Map<Integer, int[]> nowhere = new HashMap<>();
    private final Map<Where, int[]> tables = new HashMap<>();
    private float[] zeros = new float[0];

    private record Where(Geometry map, int rows, int columns, int strideY, int strideX, int top, int left) {}

    FeatureMap take(Geometry geometry) {
        Deque<FeatureMap> same = free.get(geometry);
        return same == null || same.isEmpty() ? new FeatureMap(geometry) : same.pop();
    }

    void giveBack(FeatureMap map) {
        free.computeIfAbsent(map.geometry, g -> new ArrayDeque<>()).push(map);
    }

    /** So many zeros, to be added where there is no residual. */
    float[] zeros(int floats) {
        if (zeros.length < floats) {
            zeros = new float[floats];
        }
        return zeros;
    }

    /** A table that points every pixel at index 0. */
    int[] nowhere(int pixels) {
        return nowhere.computeIfAbsent(pixels, int[]::new);
    }

    /** Where every pixel of a map begins. */
    int[] pixels(Geometry map) {
        return windows(map, map.h(), map.w(), Filter.Window.STILL);
    }

    /** Where the window of every output pixel begins; the last is repeated where there are fewer than a tile has. */
    int[] windows(Geometry map, int rows, int columns, Filter.Window window) {
        Where where = new Where(map, rows, columns, window.strideY(), window.strideX(), window.top(), window.left());
        return tables.computeIfAbsent(where, Buffers::table);
    }

    private static int[] table(Where where) {
        int count = where.map.n() * where.rows * where.columns;
        int[] table = new int[Math.max(Loops.TILE, count)];
        int i = 0;
        for (int n = 0; n < where.map.n(); n++) {
            for (int y = 0; y < where.rows; y++) {
                for (int x = 0; x < where.columns; x++) {
                    table[i++] = where.map.at(n, y * where.strideY - where.top, x * where.strideX - where.left);
                }
            }
        }
        Arrays.fill(table, count, table.length, table[count - 1]);
        return table;
    }
}
