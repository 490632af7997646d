package dev.vigil.gallery.search;

/**
 * How far the compact score of a row may be from its exact score.
 *
 * <p>Let q be a probe and x a row, both of norm at most N = {@value #NORM} (they are normalised in float32), q̂ = s·a and x̂ = t·b
 * what the {@link Quantiser} makes of them (scales s, t; codes a, b, which are whole numbers), and e(q) ≥ ‖q − q̂‖, e(x) ≥ ‖x − x̂‖ the
 * errors that it tells. The compact score is A = s·t·⟨a, b⟩ = ⟨q̂, x̂⟩; ⟨a, b⟩ is computed exactly, in whole numbers.
 *
 * <p><b>Claim.</b> The exact score S = fl⟨q, x⟩, as {@link DotProduct} computes it, lies within E(x) = (N + e(q))·e(x) + N·e(q) + ρ of
 * the compact score as it is computed in float32.
 *
 * <p><b>Proof.</b> ⟨q, x⟩ − ⟨q̂, x̂⟩ = ⟨q, x − x̂⟩ + ⟨q − q̂, x̂⟩. By Cauchy–Schwarz the first is at most ‖q‖·e(x) ≤ N·e(x), the second at
 * most e(q)·‖x̂‖ ≤ e(q)·(‖x‖ + e(x)) ≤ e(q)·(N + e(x)). Together |⟨q, x⟩ − A| ≤ (N + e(q))·e(x) + N·e(q). The rest is rounding, ρ:
 *
 * <ul>
 *   <li>{@link DotProduct} adds at most m = ⌈d/8⌉ + 10 numbers one after another, each a product rounded once; so (Higham, Accuracy
 *       and Stability of Numerical Algorithms, 2002, §3.1) |fl⟨q, x⟩ − ⟨q, x⟩| ≤ (m + 1)·u/(1 − (m + 1)·u)·Σ|qᵢ·xᵢ| with u = 2⁻²⁴,
 *       and Σ|qᵢ·xᵢ| ≤ ‖q‖·‖x‖ ≤ N². What underflows adds less than d·2⁻¹⁴⁹.
 *   <li>A and the two sums A ± E(x) take at most eight operations in float32, each off by at most u times its result. No result is
 *       above (N + e(q))·(N + e(x)) + E(x) ≤ 2·(N + e(q))·(N + e(x)) + ρ &lt; 9, since an error is less than
 *       {@value #MOST_ERROR}: rounding moves no number by more than its own size, and the largest by less. Together less than 5e-6.
 * </ul>
 *
 * <p>Hence S ≤ A + E(x) and S ≥ A − E(x). If L is the k-th largest of the values A − E(x), taken once for each person as the largest
 * among the person's rows, then at least k people have a face whose exact score is L or more; so the exact score of the k-th best
 * person is at least L, and a row with A + E(x) &lt; L is the face of none of the best k, nor ties with one. Rows are therefore read
 * exactly only while A + E(x) reaches L, or the k-th best exact score once that is known.
 */
final class Bound {
    /** An embedding normalised in float32 is no longer than this. */
    static final double NORM = 1.00001;
    /** No error of a quantised embedding is larger; see {@link #of}. */
    static final double MOST_ERROR = 1;

    private static final double UNIT = 0x1p-24;
    private static final double ARITHMETIC = 6e-6;

    private final float perError;
    private final float always;

    private Bound(double perError, double always) {
        this.perError = Math.nextUp((float) perError);
        this.always = Math.nextUp((float) always);
    }

    /**
     * For a probe.
     *
     * @param dimension how many numbers it has
     * @param error at least the distance between it and what it is quantised to
     * @throws IllegalArgumentException if the error is larger than any of a normalised embedding
     */
    static Bound of(int dimension, float error) {
        if (!(error >= 0 && error < MOST_ERROR)) {
            throw new IllegalArgumentException("An embedding was quantised with an error of " + error + ".");
        }
        double added = dimension / 8 + 12;
        double rounding = added * UNIT / (1 - added * UNIT) * NORM * NORM + ARITHMETIC;
        return new Bound(NORM + error, NORM * error + rounding);
    }

    /** What one of a row's error adds: N + e(q). */
    float perError() {
        return perError;
    }

    /** What holds for every row: N·e(q) + ρ. */
    float always() {
        return always;
    }

    /** E(x) of a row with this error. */
    float of(float rowError) {
        return perError * rowError + always;
    }
}
