package dev.vigil.lab.evaluate;

/**
 * A point of a curve of detection error trade-off (DET; Martin et al., Eurospeech 1997).
 *
 * @param threshold a cosine
 * @param falsePositive false accept rate of comparisons, or false positive identification rate of searches, in [0, 1]
 * @param falseNegative false reject rate, or false negative identification rate, in [0, 1]
 */
public record DetPoint(double threshold, double falsePositive, double falseNegative) {}
