package dev.vigil.lab.evaluate;

/**
 * A point of a curve of error versus discard (Grother and Tabassi, PAMI 29, 2007; ISO/IEC 29794-1).
 *
 * @param refused share of the comparisons or searches that is refused for its quality, the worst first, in [0, 1)
 * @param quality the lowest that is left
 * @param falseNegative share of errors among the rest, at a threshold that stays the same
 */
public record RejectPoint(double refused, double quality, double falseNegative) {}
