/** What the cameras show now, in memory: the latest frame of each with the faces that are followed in it. */
@NullMarked
package dev.vigil.recognizer.live;

import org.jspecify.annotations.NullMarked;
