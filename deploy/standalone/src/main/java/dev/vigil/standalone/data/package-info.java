/** The folder where the standalone mode keeps what outlives it: Kafka's log, the admin's key, the lock. */
@NullMarked
package dev.vigil.standalone.data;

import org.jspecify.annotations.NullMarked;
