/** The gallery's truth on Kafka: one thread that reads the compacted topic, and one fenced transactional writer per partition. */
@NullMarked
package dev.vigil.gallery.log;

import org.jspecify.annotations.NullMarked;
