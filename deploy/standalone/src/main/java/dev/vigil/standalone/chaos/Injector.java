package dev.vigil.standalone.chaos;

import dev.vigil.standalone.chaos.FaultPlan.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

/** Does faults to a deployment and undoes them, and starts again what ended by itself, as an orchestrator does. For one thread. */
final class Injector {
    /** How long a process that is told to end may take. */
    static final Duration TERM = Duration.ofSeconds(40);

    private static final String RULE = "processes";
    /** How long Kafka may be busy with itself after a fault. */
    private static final Duration AFTERMATH = Duration.ofSeconds(30);

    private static final int SLOW = 64 * 1024;
    private static final long[] STEPS = {3, -3, 45, -45, 600, -600};

    private final Deployment deployment;
    private final Poison poison;
    private final Consumer<String> say;
    private final List<Violation> violations;
    private final Set<String> meantToBeDown = new HashSet<>();
    private final Set<Fault> active = new HashSet<>();
    private final Set<Fault> disturbed = new HashSet<>();
    private Instant lastDisturbance = Instant.EPOCH;

    /** Adds to {@code violations} what ends as it must not. */
    Injector(Deployment deployment, Poison poison, Consumer<String> say, List<Violation> violations) {
        this.deployment = deployment;
        this.poison = poison;
        this.say = say;
        this.violations = violations;
    }

    /** Does it. */
    void begin(Fault fault) throws InterruptedException {
        boolean near = Instant.now().isBefore(lastDisturbance.plus(AFTERMATH));
        if (near || active.stream().anyMatch(each -> !each.kind().leavesKafka())) {
            disturbed.add(fault);
        }
        if (!fault.kind().leavesKafka()) {
            disturbed.addAll(active);
        }
        active.add(fault);
        if (fault.kind().endsProcess()) {
            meantToBeDown.add(target(fault).name());
        }
        switch (fault.kind()) {
            case INGEST_KILL, RECOGNIZER_KILL, GALLERY_KILL, BROKER_KILL ->
                target(fault).kill();
            case INGEST_TERM, RECOGNIZER_TERM, GALLERY_TERM, BROKER_TERM ->
                target(fault).askToEnd();
            case BROKER_FULL -> deployment.disk(target(fault)).fill();
            case BROKER_STOP, RECOGNIZER_STOP -> target(fault).stop();
            case CLOCK_STEP -> deployment.clock().step(step(fault));
            case LINK_SLOW -> deployment.links().forEach(link -> link.slow(SLOW));
            case LINK_CUT -> deployment.links().forEach(Link::cut);
            case LINK_FREEZE -> deployment.links().forEach(Link::freeze);
            case CAMERA_CUT -> deployment.toCameras().cut();
            case CAMERA_FREEZE -> deployment.toCameras().freeze();
            case POISON -> poison.burst();
        }
    }

    /** By how much the clock is wrong: seconds to ten minutes, forward or back. */
    static Duration step(Fault fault) {
        return Duration.ofSeconds(STEPS[(int) (fault.lasts().toMillis() % STEPS.length)]);
    }

    /** Undoes it. */
    void undo(Fault fault) throws InterruptedException {
        switch (fault.kind()) {
            case INGEST_KILL, RECOGNIZER_KILL, GALLERY_KILL, BROKER_KILL ->
                target(fault).start();
            case INGEST_TERM, RECOGNIZER_TERM, GALLERY_TERM, BROKER_TERM -> {
                ended(fault, target(fault).awaitEnd(TERM));
                target(fault).start();
            }
            case BROKER_FULL -> {
                deployment.disk(target(fault)).free();
                target(fault).kill(); // one that has not noticed can't be trusted with what it could not write
                target(fault).start();
            }
            case BROKER_STOP, RECOGNIZER_STOP -> target(fault).proceed();
            case CLOCK_STEP -> deployment.clock().step(Duration.ZERO);
            case LINK_SLOW, LINK_CUT, LINK_FREEZE -> deployment.links().forEach(Link::heal);
            case CAMERA_CUT, CAMERA_FREEZE -> deployment.toCameras().heal();
            case POISON -> say.accept("so far " + poison.count() + " records are poisoned");
        }
        if (fault.kind().endsProcess()) {
            meantToBeDown.remove(target(fault).name());
        }
        active.remove(fault);
        if (!fault.kind().leavesKafka()) {
            lastDisturbance = Instant.now();
        }
    }

    /** Who can't reach Kafka meanwhile may give up draining, which it says by status 1. */
    private void ended(Fault fault, int status) {
        boolean broker = fault.kind() == FaultKind.BROKER_TERM;
        boolean gaveUp = status == 1 && disturbed.contains(fault);
        if (!broker && status != 0 && !gaveUp) {
            ended(target(fault).name(), status);
        }
    }

    /** It was told to end, and had to. */
    void ended(String name, int status) {
        if (status != 0) {
            violations.add(new Violation(
                    RULE,
                    name
                            + (status < 0
                                    ? " did not end within " + TERM.toSeconds() + " s of SIGTERM."
                                    : " ended with status " + status + " at SIGTERM.")));
        }
    }

    private ChildProcess target(Fault fault) {
        return Objects.requireNonNull(deployment.target(fault), "a fault of a process has one");
    }

    /** It is not started again any more. */
    void stopped(ChildProcess child) {
        meantToBeDown.add(child.name());
    }

    /** A process that ends by itself is started again, and told of all the same. */
    void watch() {
        List<ChildProcess> all = new ArrayList<>(deployment.services());
        all.addAll(deployment.brokers());
        for (ChildProcess child : all) {
            if (!child.running() && !meantToBeDown.contains(child.name())) {
                String what = child.name() + " ended by itself with status " + child.status();
                violations.add(new Violation(RULE, what + ": " + child.log() + " tells why."));
                say.accept(what + ", and is started again");
                child.start();
            }
        }
    }
}
