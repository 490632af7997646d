package dev.vigil.lab.tracking;

import java.util.List;

/**
 * IDF1 (Ristani et al., ECCV workshops 2016): each true identity is given at most one track for the whole clip, such that most
 * frames agree; the harmonic mean of the share of the truth and the share of what was tracked that agree.
 */
final class Idf1 {
    private Idf1() {}

    static double of(List<Scene> scenes) {
        Correspondence frames = new Correspondence(scenes);
        for (Scene scene : scenes) {
            for (int t = 0; t < scene.truths().size(); t++) {
                for (int s = 0; s < scene.tracked().size(); s++) {
                    if (scene.overlaps().get(t).get(s) >= Scene.SAME) {
                        frames.add(
                                scene.truths().get(t).identity(),
                                scene.tracked().get(s).track(),
                                1);
                    }
                }
            }
        }
        int all = frames.truthCount() + frames.trackedCount();
        return all == 0 ? 0 : 2 * frames.largestSum() / all;
    }
}
