package dev.vigil.gallery.review;

import dev.vigil.gallery.event.FaceTemplate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** How alike the faces of one person are, each with each. */
final class Likenesses {
    private final int count;
    private final float[][] scores;

    Likenesses(List<FaceTemplate> faces) {
        count = faces.size();
        scores = new float[count][count];
        for (int i = 0; i < count; i++) {
            for (int j = i + 1; j < count; j++) {
                scores[i][j] = faces.get(i).embedding().cosine(faces.get(j).embedding());
                scores[j][i] = scores[i][j];
            }
        }
    }

    float score(int i, int j) {
        return scores[i][j];
    }

    /**
     * The groups into which the faces fall: two belong together where their score reaches {@code bound}, or others lead from one to
     * the other. The largest comes first.
     */
    List<List<Integer>> groups(float bound) {
        boolean[] taken = new boolean[count];
        List<List<Integer>> groups = new ArrayList<>();
        for (int start = 0; start < count; start++) {
            if (!taken[start]) {
                groups.add(group(start, bound, taken));
            }
        }
        groups.sort(Comparator.comparing((List<Integer> group) -> group.size()).reversed());
        return groups;
    }

    private List<Integer> group(int start, float bound, boolean[] taken) {
        List<Integer> group = new ArrayList<>(List.of(start));
        taken[start] = true;
        for (int at = 0; at < group.size(); at++) {
            for (int other = 0; other < count; other++) {
                if (!taken[other] && scores[group.get(at)][other] >= bound) {
                    taken[other] = true;
                    group.add(other);
                }
            }
        }
        return group;
    }

    /** The most alike pair of one from each group. */
    int[] nearest(List<Integer> group, List<Integer> others) {
        int[] best = {group.get(0), others.get(0)};
        for (int i : group) {
            for (int j : others) {
                if (scores[i][j] > scores[best[0]][best[1]]) {
                    best = new int[] {i, j};
                }
            }
        }
        return best;
    }
}
