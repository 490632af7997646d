/** What people look at: the recent and live events, the cameras' pictures, the login, and the page itself. */
@NullMarked
package dev.vigil.recognizer.console;

import org.jspecify.annotations.NullMarked;
