/** HTTP for every service: probes, keys and roles, problem details, metrics. */
@NullMarked
package dev.vigil.runtime.http;

import org.jspecify.annotations.NullMarked;
