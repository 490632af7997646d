package dev.vigil.gallery.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class OutcomesTest {
    private final Outcomes outcomes = new Outcomes();

    @Test
    void whatWasAppliedIsTrueAndWhatWasPassedIsFalse() {
        CompletableFuture<Boolean> aborted = outcomes.of(4);
        CompletableFuture<Boolean> committed = outcomes.of(6);
        CompletableFuture<Boolean> later = outcomes.of(9);
        outcomes.applied(5);
        outcomes.applied(6);
        outcomes.passed(9);
        assertThat(aborted).isCompletedWithValue(false);
        assertThat(committed).isCompletedWithValue(true);
        assertThat(later).isNotDone();
        outcomes.passed(10);
        assertThat(later).isCompletedWithValue(false);
    }

    @Test
    void whatLiesBeforeTheReaderIsPassedTheNextTimeItTells() {
        outcomes.passed(20);
        CompletableFuture<Boolean> past = outcomes.of(-1);
        outcomes.passed(20);
        assertThat(past).isCompletedWithValue(false);
    }
}
