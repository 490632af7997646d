/** The model store: catalogue, cards, fetching, and the networks that are loaded from it. */
@NullMarked
package dev.vigil.vision.model;

import org.jspecify.annotations.NullMarked;
