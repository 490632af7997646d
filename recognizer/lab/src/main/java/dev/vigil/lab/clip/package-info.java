/**
 * Makes clips whose truth is known: faces cut out of photographs and videos are pasted before a background, walk, cross, hide, turn,
 * are dimmed and blurred, and are cut away. All by a seed: the same people and the same seed give the same pictures.
 */
@NullMarked
package dev.vigil.lab.clip;

import org.jspecify.annotations.NullMarked;
