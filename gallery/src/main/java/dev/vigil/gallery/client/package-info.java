/** The gallery's Java client, which the recognizer and the command line use. */
@NullMarked
package dev.vigil.gallery.client;

import org.jspecify.annotations.NullMarked;
