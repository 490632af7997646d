/** How every client reaches Kafka. */
@NullMarked
package dev.vigil.runtime.kafka;

import org.jspecify.annotations.NullMarked;
