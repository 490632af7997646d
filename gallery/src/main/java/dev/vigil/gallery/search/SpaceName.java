package dev.vigil.gallery.search;

/** Which embeddings may meet. */
record SpaceName(String model, int dimension) {}
