package dev.vigil.runtime.openapi;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What the OpenAPI document says of a field of a body, where its type and name don't say it all. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Doc {
    /** In words. */
    String value() default "";

    /** Whether the field must be there, though the record holds null until that has been checked. */
    boolean required() default false;

    /** What is taken where it is left out, as JSON; empty for none. */
    String standard() default "";

    /** The least number, or the least count of a list. */
    double least() default Double.NaN;

    /** The greatest number, the greatest length of a text, or the greatest count of a list. */
    double most() default Double.NaN;
}
