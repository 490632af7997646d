/** CloudEvents 1.0 in Kafka's binary mode: headers, and W3C trace context. */
@NullMarked
package dev.vigil.runtime.event;

import org.jspecify.annotations.NullMarked;
