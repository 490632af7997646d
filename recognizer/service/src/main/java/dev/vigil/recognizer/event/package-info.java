/** The events that the recognizer publishes: sightings, recognitions, alerts, accounts. Free of heavy imports. */
@NullMarked
package dev.vigil.recognizer.event;

import org.jspecify.annotations.NullMarked;
