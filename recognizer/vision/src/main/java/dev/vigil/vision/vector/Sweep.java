package dev.vigil.vision.vector;

import java.util.Arrays;
import java.util.List;

/**
 * Convolutions that feed one another, done together: as soon as enough rows of one are there, the next takes them, so that they
 * are still in the second cache. One layer after the other would send each large map to memory and back. A convolution alone
 * takes all pictures at once, so that its weights are read once.
 */
final class Sweep implements Runnable {
    private static final int BAND = 16 * 1024;

    private final List<Stage> stages;
    private final int[] done;
    private final int band;

    /**
     * One convolution of a sweep.
     *
     * @param kernel what it does
     * @param window how it moves
     * @param reach rows of the input that one output row sees
     * @param in rows of the input
     * @param out what it writes
     * @param passage the arrays
     */
    record Stage(Kernel kernel, Filter.Window window, int reach, int in, Geometry out, Passage passage) {
        /** How many output rows can be there when so many input rows are. */
        int possible(int rows) {
            int all = out.h();
            return rows == in
                    ? all
                    : Math.max(0, Math.min(all, Math.floorDiv(rows + window.top() - reach, window.strideY()) + 1));
        }

        void run(int picture, int firstRow, int lastRow) {
            int begin = picture * out.h() * out.w();
            kernel.run(passage, begin + firstRow * out.w(), begin + lastRow * out.w());
        }
    }

    Sweep(List<Stage> stages) {
        this.stages = List.copyOf(stages);
        this.done = new int[stages.size()];
        Geometry first = stages.get(0).out();
        this.band = Math.max(1, BAND / (first.w() * first.step()));
    }

    @Override
    public void run() {
        Stage first = stages.get(0);
        if (stages.size() == 1) {
            first.kernel.run(first.passage, 0, first.out.pixels());
            return;
        }
        for (int picture = 0; picture < first.out.n(); picture++) {
            Arrays.fill(done, 0);
            int last = stages.size() - 1;
            while (done[last] < stages.get(last).out.h()) {
                advance(picture);
            }
        }
    }

    private void advance(int picture) {
        int there = Math.min(stages.get(0).out.h(), done[0] + band);
        for (int i = 0; i < done.length; i++) {
            Stage stage = stages.get(i);
            int rows = i == 0 ? there : stage.possible(done[i - 1]);
            if (rows > done[i]) {
                stage.run(picture, done[i], rows);
                done[i] = rows;
            }
        }
    }
}
