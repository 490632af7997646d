/** A real Kafka for tests, in this JVM. */
@NullMarked
package dev.vigil.gallery.broker;

import org.jspecify.annotations.NullMarked;
