/**
 * What both streams stand on: serdes, the settings of Kafka Streams, the dead-letter queue, and the runner that starts, watches
 * and drains an application.
 */
@NullMarked
package dev.vigil.recognizer.stream;

import org.jspecify.annotations.NullMarked;
