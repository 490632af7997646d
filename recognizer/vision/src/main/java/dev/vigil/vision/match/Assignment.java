package dev.vigil.vision.match;

import java.util.Arrays;

/**
 * The cheapest one-to-one assignment of rows to columns: the Hungarian method in its shortest augmenting path form, O(n³) (Kuhn
 * 1955; Jonker and Volgenant 1987). Deterministic: of equal solutions the same one is found every time.
 */
public final class Assignment {
    /** The cost of a pair that must not be. */
    public static final double FORBIDDEN = 1e6;

    private Assignment() {}

    /**
     * Finds it.
     *
     * @param costs by row and column, at most {@link #FORBIDDEN}; rectangular
     * @param columns how many columns there are, also where there is no row
     * @return for each row its column, or -1 where none is left or allowed
     */
    public static int[] solve(double[][] costs, int columns) {
        int rows = costs.length;
        int n = Math.max(rows, columns);
        int[] rowOf = new Search(costs, rows, columns, n).run();
        int[] columnOf = new int[rows];
        Arrays.fill(columnOf, -1);
        for (int j = 1; j <= columns; j++) {
            int i = rowOf[j] - 1;
            if (i >= 0 && i < rows && costs[i][j - 1] < FORBIDDEN) {
                columnOf[i] = j - 1;
            }
        }
        return columnOf;
    }

    /** The method with potentials; index 0 is the root of the search, rows and columns count from 1. */
    private static final class Search {
        private final double[][] costs;
        private final int rows;
        private final int columns;
        private final int n;
        private final double[] u;
        private final double[] v;
        private final int[] rowOf;
        private final int[] way;

        Search(double[][] costs, int rows, int columns, int n) {
            this.costs = costs;
            this.rows = rows;
            this.columns = columns;
            this.n = n;
            u = new double[n + 1];
            v = new double[n + 1];
            rowOf = new int[n + 1];
            way = new int[n + 1];
        }

        int[] run() {
            for (int row = 1; row <= n; row++) {
                augment(findFree(row));
            }
            return rowOf;
        }

        private int findFree(int row) {
            double[] least = new double[n + 1];
            boolean[] used = new boolean[n + 1];
            Arrays.fill(least, Double.POSITIVE_INFINITY);
            rowOf[0] = row;
            int column = 0;
            do {
                column = step(column, least, used);
            } while (rowOf[column] != 0);
            return column;
        }

        private int step(int column, double[] least, boolean[] used) {
            used[column] = true;
            int row = rowOf[column];
            int next = 0;
            double delta = Double.POSITIVE_INFINITY;
            for (int j = 1; j <= n; j++) {
                if (!used[j]) {
                    double reduced = cost(row, j) - u[row] - v[j];
                    if (reduced < least[j]) {
                        least[j] = reduced;
                        way[j] = column;
                    }
                    if (least[j] < delta) {
                        delta = least[j];
                        next = j;
                    }
                }
            }
            for (int j = 0; j <= n; j++) {
                if (used[j]) {
                    u[rowOf[j]] += delta;
                    v[j] -= delta;
                } else {
                    least[j] -= delta;
                }
            }
            return next;
        }

        private void augment(int free) {
            int column = free;
            while (column != 0) {
                int previous = way[column];
                rowOf[column] = rowOf[previous];
                column = previous;
            }
        }

        private double cost(int row, int column) {
            return row <= rows && column <= columns ? costs[row - 1][column - 1] : FORBIDDEN;
        }
    }
}
