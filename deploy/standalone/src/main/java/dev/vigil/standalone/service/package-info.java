/** Each service in a process of its own, for real deployments: configuration in, exit status out. */
@NullMarked
package dev.vigil.standalone.service;

import org.jspecify.annotations.NullMarked;
