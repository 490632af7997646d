/**
 * Following faces from frame to frame: motion, overlap, assignment, scene cuts, and which shots are worth an embedding. Pure and
 * deterministic: no Kafka, no pixels, no clock; the same frames give the same tracks with the same ids on every run.
 */
@NullMarked
package dev.vigil.recognizer.track;

import org.jspecify.annotations.NullMarked;
