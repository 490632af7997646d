/** Tells programs elsewhere of recognitions and alerts, by signed HTTP requests that are repeated until they are taken. */
@NullMarked
package dev.vigil.recognizer.webhook;

import org.jspecify.annotations.NullMarked;
