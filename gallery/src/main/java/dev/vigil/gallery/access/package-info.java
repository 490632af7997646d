/** Whose an API key of the changed topic is: at the gallery, and at the services that ask it. */
@NullMarked
package dev.vigil.gallery.access;

import org.jspecify.annotations.NullMarked;
