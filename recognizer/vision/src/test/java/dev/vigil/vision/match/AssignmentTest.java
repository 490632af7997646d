package dev.vigil.vision.match;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AssignmentTest {
    @Test
    void findsTheCheapestOfAllAssignments() {
        Random random = new Random(5);
        for (int round = 0; round < 300; round++) {
            int rows = random.nextInt(5);
            int columns = random.nextInt(5);
            double[][] costs = new double[rows][columns];
            for (double[] row : costs) {
                for (int c = 0; c < columns; c++) {
                    row[c] = random.nextInt(5) == 0 ? Assignment.FORBIDDEN : random.nextInt(20);
                }
            }

            int[] found = Assignment.solve(costs, columns);

            assertThat(total(costs, found)).isEqualTo(cheapest(costs, columns, 0, 0));
            assertThat(Arrays.stream(found).filter(c -> c >= 0)).doesNotHaveDuplicates();
        }
    }

    @Test
    void leavesOutWhatIsForbidden() {
        assertThat(Assignment.solve(new double[][] {{Assignment.FORBIDDEN}, {3}}, 1))
                .containsExactly(-1, 0);
        assertThat(Assignment.solve(new double[0][], 3)).isEmpty();
        assertThat(Assignment.solve(new double[][] {{}, {}}, 0)).containsExactly(-1, -1);
    }

    /** An unassigned row or column costs as much as a forbidden pair. */
    private static double total(double[][] costs, int[] columnOf) {
        double sum = 0;
        for (int r = 0; r < columnOf.length; r++) {
            sum += columnOf[r] < 0 ? Assignment.FORBIDDEN : costs[r][columnOf[r]];
        }
        return sum;
    }

    private static double cheapest(double[][] costs, int columns, int row, int used) {
        if (row == costs.length) {
            return 0;
        }
        double best = Assignment.FORBIDDEN + cheapest(costs, columns, row + 1, used);
        for (int c = 0; c < columns; c++) {
            if ((used & 1 << c) == 0) {
                best = Math.min(best, costs[row][c] + cheapest(costs, columns, row + 1, used | 1 << c));
            }
        }
        return best;
    }
}
