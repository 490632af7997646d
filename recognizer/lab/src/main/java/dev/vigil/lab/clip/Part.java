package dev.vigil.lab.clip;

import java.util.Optional;
import java.util.function.IntFunction;

/**
 * What an actor does in a scene.
 *
 * @param actor who
 * @param take which pictures of him or her
 * @param poses for each frame of the scene, empty while the actor is away
 */
record Part(Actor actor, int take, IntFunction<Optional<Pose>> poses) {}
