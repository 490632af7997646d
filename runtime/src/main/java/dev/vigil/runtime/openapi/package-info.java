/** What each route takes and answers, said where the route is added, and the OpenAPI 3.1 document made of it. */
@NullMarked
package dev.vigil.runtime.openapi;

import org.jspecify.annotations.NullMarked;
