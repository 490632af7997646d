/** Signed tokens (JWT) of an identity provider, as OpenID Connect issues them. */
@NullMarked
package dev.vigil.runtime.token;

import org.jspecify.annotations.NullMarked;
