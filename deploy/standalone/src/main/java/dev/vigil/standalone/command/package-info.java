/** The commands of the {@code vigil} program. They read options, call the modules, and print; nothing is decided here. */
@NullMarked
package dev.vigil.standalone.command;

import org.jspecify.annotations.NullMarked;
