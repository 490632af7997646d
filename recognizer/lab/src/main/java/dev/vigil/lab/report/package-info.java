/** Results as one page of HTML that one can send to somebody: tables, and plots drawn as SVG; nothing is loaded and no script runs. */
@NullMarked
package dev.vigil.lab.report;

import org.jspecify.annotations.NullMarked;
