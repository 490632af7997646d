package dev.vigil.lab.evaluate;

/**
 * A comparison to make.
 *
 * @param fold from 0; 0 for all where the file has no folds
 * @param imageA relative to the folder of images
 * @param imageB relative to the folder of images
 * @param same whether both show the same person
 */
public record ImagePair(int fold, String imageA, String imageB, boolean same) {}
