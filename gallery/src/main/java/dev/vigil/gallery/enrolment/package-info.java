/** What is odd about a face that is to be enrolled: nearly the same picture again, unlike the person, like somebody else. */
@NullMarked
package dev.vigil.gallery.enrolment;

import org.jspecify.annotations.NullMarked;
