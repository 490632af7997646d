/** TLS from PEM files: a server's certificate that is read again when it changes, and whom a client trusts. */
@NullMarked
package dev.vigil.runtime.tls;

import org.jspecify.annotations.NullMarked;
