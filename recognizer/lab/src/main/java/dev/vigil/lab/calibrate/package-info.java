/** From pictures of people to a model's false match rates: counted, with intervals by person, and a fitted tail. */
@NullMarked
package dev.vigil.lab.calibrate;

import org.jspecify.annotations.NullMarked;
