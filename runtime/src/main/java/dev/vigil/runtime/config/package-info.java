/** One YAML file with a section per service: typed, with every error at once and its line. */
@NullMarked
package dev.vigil.runtime.config;

import org.jspecify.annotations.NullMarked;
