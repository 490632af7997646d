/**
 * Encryption at rest: what is personal is sealed with data keys, which lie on the changed topic wrapped by a key-encryption key
 * that lies elsewhere.
 */
@NullMarked
package dev.vigil.gallery.seal;

import org.jspecify.annotations.NullMarked;
