/** The {@code vigil} program: every command, and all of Vigil in one process on a real embedded Kafka. */
@NullMarked
package dev.vigil.standalone;

import org.jspecify.annotations.NullMarked;
