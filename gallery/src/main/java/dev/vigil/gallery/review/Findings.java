package dev.vigil.gallery.review;

import java.util.List;

/**
 * What is odd in a gallery.
 *
 * @param model whose faces were compared
 * @param people how many there are
 * @param faces how many of the model
 * @param bounds what counted as odd
 * @param twins two people who look like one; most alike first
 * @param outliers faces unlike the person's others; least alike first
 * @param repeated two faces of a person that are as good as one; most alike first
 * @param missing people who have no face of the model, and are never found
 * @param poor faces of low quality; poorest first
 */
public record Findings(
        String model,
        int people,
        int faces,
        Bounds bounds,
        List<Twins> twins,
        List<Outlier> outliers,
        List<Repeated> repeated,
        List<Missing> missing,
        List<Poor> poor) {
    /** Copies the lists. */
    public Findings {
        twins = List.copyOf(twins);
        outliers = List.copyOf(outliers);
        repeated = List.copyOf(repeated);
        missing = List.copyOf(missing);
        poor = List.copyOf(poor);
    }

    /** How many there are. */
    public int count() {
        return twins.size() + outliers.size() + repeated.size() + missing.size() + poor.size();
    }

    /**
     * What counts as odd.
     *
     * @param twins from this score on two people may be one
     * @param outlier faces of a person that no chain of scores from this on leads to from the most are outliers
     * @param repeated from this score on two faces of a person are as good as one
     * @param quality under this a face is poor
     */
    public record Bounds(float twins, float outlier, float repeated, float quality) {}

    /** A person. */
    public record Who(String id, String name) {}

    /**
     * Two people who look like one.
     *
     * @param score of their most alike faces
     */
    public record Twins(Who a, Who b, String faceA, String faceB, float score) {}

    /**
     * Faces unlike the person's others: somebody else's, perhaps, or a bad picture.
     *
     * @param faces one, or several that resemble each other
     * @param nearest the most alike of the person's others
     * @param best their score
     */
    public record Outlier(Who person, List<String> faces, String nearest, float best) {
        /** Copies the list. */
        public Outlier {
            faces = List.copyOf(faces);
        }
    }

    /** Two faces of a person that are as good as one. */
    public record Repeated(Who person, String faceA, String faceB, float score) {}

    /**
     * A person without a face of the model.
     *
     * @param others how many faces of other models there are
     */
    public record Missing(Who person, int others) {}

    /** A face of low quality. */
    public record Poor(Who person, String face, float quality) {}
}
