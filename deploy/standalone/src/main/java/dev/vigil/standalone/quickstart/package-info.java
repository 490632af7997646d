/** Everything in one process: broker, gallery, recognizer, console and cameras, from a folder of people to recognitions. */
@NullMarked
package dev.vigil.standalone.quickstart;

import org.jspecify.annotations.NullMarked;
