package dev.vigil.runtime.config;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The value a setting has where the file and the environment don't give one, as it would be written in YAML. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Default {
    /** The value, as in YAML: {@code 5}, {@code 2s}, {@code 1280x960}, {@code []}. */
    String value();
}
