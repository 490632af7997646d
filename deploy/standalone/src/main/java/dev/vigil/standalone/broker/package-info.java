/** A real single-node Kafka (KRaft) inside this process, for the standalone mode. */
@NullMarked
package dev.vigil.standalone.broker;

import org.jspecify.annotations.NullMarked;
