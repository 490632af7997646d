/** {@code vigil chaos}: a real deployment as processes, random faults, and a check of everything that its topics say afterwards. */
@NullMarked
package dev.vigil.standalone.chaos;

import org.jspecify.annotations.NullMarked;
