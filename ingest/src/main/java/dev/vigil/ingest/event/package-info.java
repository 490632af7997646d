/** The events that ingest publishes: frames and camera markers. Free of heavy imports. */
@NullMarked
package dev.vigil.ingest.event;

import org.jspecify.annotations.NullMarked;
