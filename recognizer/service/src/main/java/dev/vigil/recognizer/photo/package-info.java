/** Photos, one at a time: what is in them, whether two show the same person, who it is, and enrolment. */
@NullMarked
package dev.vigil.recognizer.photo;

import org.jspecify.annotations.NullMarked;
