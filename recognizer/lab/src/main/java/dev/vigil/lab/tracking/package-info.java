/**
 * How well faces are followed: what is known of a clip, what a tracker made of it, and the field's measures of the difference.
 * Knows no tracker: whoever runs one hands over its boxes.
 */
@NullMarked
package dev.vigil.lab.tracking;

import org.jspecify.annotations.NullMarked;
