package dev.vigil.lab.clip;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntFunction;

/** Writes scenes, each a trial of one kind of trouble, for as many frames as are wanted. */
final class Script {
    private static final int LEFT = -1;
    private static final int RIGHT = 1;

    private final Random random;
    private final List<Actor> cast;
    private final List<SceneKind> kinds;
    private final int width;
    private final int height;
    private final double rate;

    /**
     * @param cast at least two people
     * @param kinds of scenes to choose from; empty for all
     * @param rate frames a second
     */
    Script(Random random, List<Actor> cast, List<SceneKind> kinds, int width, int height, double rate) {
        this.random = random;
        this.cast = List.copyOf(cast);
        this.kinds = kinds.isEmpty() ? List.of(SceneKind.values()) : List.copyOf(kinds);
        this.width = width;
        this.height = height;
        this.rate = rate;
    }

    List<Scene> write(int frames) {
        List<Scene> scenes = new ArrayList<>();
        int written = 0;
        while (written < frames) {
            List<Scene> next = trial(kinds.get(random.nextInt(kinds.size())));
            scenes.addAll(next);
            written += next.stream().mapToInt(Scene::frames).sum();
        }
        return scenes;
    }

    private List<Scene> trial(SceneKind kind) {
        List<Actor> actors = new ArrayList<>(cast);
        Collections.shuffle(actors, random);
        return switch (kind) {
            case WALK -> List.of(walk(actors));
            case CROSS -> List.of(cross(actors, false));
            case CROSS_HIDDEN -> List.of(cross(actors, true));
            case HIDE -> List.of(hide(actors));
            case DIM -> List.of(dim(actors));
            case CROWD -> List.of(crowd(actors));
            case QUIET -> List.of(quiet(actors));
            case REPLACED -> replaced(actors);
        };
    }

    /** Somebody walks through the picture. */
    private Scene walk(List<Actor> actors) {
        int frames = frames(3.5, 6);
        return scene(SceneKind.WALK, frames, List.of(walking(actors.get(0), frames, side(), size(), 0)), List.of());
    }

    /** Two walk past each other; behind a pillar, neither can be seen when they meet. */
    private Scene cross(List<Actor> actors, boolean behindPillar) {
        int frames = frames(3.5, 6);
        double size = size();
        Part far = walking(actors.get(0), frames, RIGHT, size * (.75 + random.nextDouble() * .25), 0);
        Part near = walking(actors.get(1), frames, LEFT, size, 4 + random.nextInt(12));
        int wide = (int) Math.round(size * (1.1 + random.nextDouble() * .5));
        List<Pillar> pillars = behindPillar ? List.of(pillar(wide)) : List.of();
        return scene(behindPillar ? SceneKind.CROSS_HIDDEN : SceneKind.CROSS, frames, List.of(far, near), pillars);
    }

    /** Somebody walks behind a pillar and comes out on the other side, or turns back behind it. */
    private Scene hide(List<Actor> actors) {
        int frames = frames(4, 6);
        double size = size();
        Pillar pillar = pillar((int) Math.round(size * (1 + random.nextDouble() * .6)));
        if (random.nextBoolean()) {
            return scene(
                    SceneKind.HIDE, frames, List.of(walking(actors.get(0), frames, side(), size, 0)), List.of(pillar));
        }
        double y = level(size);
        double amplitude = pillar.width() / 2.0 + size;
        double centre = pillar.x() + pillar.width() / 2.0 - amplitude * .75;
        double period = frames * .5;
        Part back = part(actors.get(0), f -> {
            double x = centre + amplitude * Math.sin(2 * Math.PI * f / period - Math.PI / 2);
            return Optional.of(new Pose(x, y, size, 0, 1, 0));
        });
        return scene(SceneKind.HIDE, frames, List.of(back), List.of(pillar));
    }

    /** The light goes, or the head moves too fast for the shutter, for a second. */
    private Scene dim(List<Actor> actors) {
        int frames = frames(4, 6);
        double size = size();
        double x = size + random.nextDouble() * (width - 2 * size);
        double y = level(size);
        int from = (int) (frames * .4);
        int until = from + (int) Math.round(rate * (.6 + random.nextDouble()));
        boolean dark = random.nextBoolean();
        double light = .12 + random.nextDouble() * .12;
        int blur = (int) Math.round(size * (.3 + random.nextDouble() * .4));
        double sway = size * .15;
        Part part = part(actors.get(0), f -> {
            boolean bad = f >= from && f < until;
            double moved = x + sway * Math.sin(f / rate * 2);
            return Optional.of(new Pose(moved, y, size, 0, bad && dark ? light : 1, bad && !dark ? blur : 0));
        });
        return scene(SceneKind.DIM, frames, List.of(part), List.of());
    }

    /** Three or four wander about and hide each other. */
    private Scene crowd(List<Actor> actors) {
        int frames = frames(5, 8);
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < Math.min(actors.size(), 3 + random.nextInt(2)); i++) {
            double size = height * (.14 + random.nextDouble() * .1);
            double x = size + random.nextDouble() * (width - 2 * size);
            double y = level(size);
            double reach = width * (.1 + random.nextDouble() * .2);
            double phase = random.nextDouble() * 6;
            double speed = .6 + random.nextDouble() * .8;
            double tilt = (random.nextDouble() - .5) * .4;
            parts.add(part(actors.get(i), f -> {
                double moved = x + reach * (Math.sin(phase + f / rate * speed) - Math.sin(phase));
                return Optional.of(new Pose(moved, y, size, tilt * Math.sin(f / rate), 1, 0));
            }));
        }
        return scene(SceneKind.CROWD, frames, parts, List.of());
    }

    /** Nobody for a while; then somebody is there, and stays almost still. */
    private Scene quiet(List<Actor> actors) {
        int frames = frames(7, 10);
        double size = height * (.1 + random.nextDouble() * .15);
        int from = (int) (frames * (.3 + random.nextDouble() * .3));
        double x = size + random.nextDouble() * (width - 2 * size);
        double y = level(size);
        Part part = part(
                actors.get(0),
                f -> f < from
                        ? Optional.empty()
                        : Optional.of(
                                new Pose(x + Math.sin(f / rate) * 2, y, size, .02 * Math.sin(f / rate * 2), 1, 0)));
        return scene(SceneKind.QUIET, frames, List.of(part), List.of());
    }

    /** Two cuts: each time somebody else stands at the same place, before the same background. */
    private List<Scene> replaced(List<Actor> actors) {
        long background = random.nextInt(1_000_000);
        double size = size();
        double x = size + random.nextDouble() * (width - 2 * size);
        double y = level(size);
        List<Scene> scenes = new ArrayList<>();
        for (int i = 0; i < Math.min(3, actors.size()); i++) {
            int frames = frames(1.5, 3);
            double shift = size * .12 * random.nextGaussian();
            double height = size * (1 + .06 * random.nextGaussian());
            Part part = part(
                    actors.get(i),
                    f -> Optional.of(
                            new Pose(x + shift + Math.sin(f / rate * 2) * size * .05, y + shift / 2, height, 0, 1, 0)));
            scenes.add(new Scene(SceneKind.REPLACED, background, frames, List.of(part), List.of()));
        }
        return scenes;
    }

    private Part walking(Actor actor, int frames, int direction, double size, double lower) {
        double y = level(size) + lower;
        double from = direction > 0 ? -size : width + size;
        double way = (width + 2 * size) * direction;
        double bob = size * .04;
        return part(actor, f -> {
            double x = from + way * f / Math.max(1, frames - 1);
            double tilt = .06 * Math.sin(f / rate * 5);
            return Optional.of(new Pose(x, y + bob * Math.sin(f / rate * 9), size, tilt, 1, 0));
        });
    }

    private Part part(Actor actor, IntFunction<Optional<Pose>> poses) {
        return new Part(actor, random.nextInt(1000), poses);
    }

    private Scene scene(SceneKind kind, int frames, List<Part> parts, List<Pillar> pillars) {
        return new Scene(kind, random.nextInt(1_000_000), frames, parts, pillars);
    }

    private Pillar pillar(int wide) {
        int x = (int) (width * (.4 + random.nextDouble() * .2)) - wide / 2;
        return new Pillar(x, wide, 40 + random.nextInt(150));
    }

    private int side() {
        return random.nextBoolean() ? LEFT : RIGHT;
    }

    /** Of a face, in pixels. */
    private double size() {
        return height * (.16 + random.nextDouble() * .16);
    }

    private double level(double size) {
        return size + random.nextDouble() * (height - 2.2 * size);
    }

    private int frames(double least, double most) {
        return (int) Math.round(rate * (least + random.nextDouble() * (most - least)));
    }
}
