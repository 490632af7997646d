package dev.vigil.ingest.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigil.ingest.event.FrameAccount;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FrameLedgerTest {
    private final FrameLedger ledger = new FrameLedger("door", Clock.systemUTC(), () -> {});

    private FrameAccount only() {
        List<FrameAccount> due = ledger.due();
        assertThat(due).hasSize(1);
        return due.get(0);
    }

    @Test
    void everyNumberIsAccountedForByWhatBecameOfIt() {
        ledger.begun("s");
        ledger.leftOut("s", "thinned");
        ledger.published("s", 0);
        ledger.published("s", 1);
        ledger.dropped("s", 2, "buffer-full");
        ledger.dropped("s", 3, "refused");
        ledger.ended("s", 4);

        FrameAccount account = only();
        assertThat(account.firstSequence()).isZero();
        assertThat(account.lastSequence()).isEqualTo(3);
        assertThat(account.processed()).isEqualTo(2);
        assertThat(account.droppedBeforeKafka()).isEqualTo(2);
        assertThat(account.dropped()).isEqualTo(Map.of("buffer-full", 1L, "refused", 1L));
        assertThat(account.leftOut()).isEqualTo(Map.of("thinned", 1L));
        assertThat(account.last()).isTrue();
        ledger.written(account);
        assertThat(ledger.empty()).isTrue();
    }

    @Test
    void whatWaitsForKafkaIsAccountedForLaterAndAnAccountStaysTheSameUntilItIsWritten() {
        ledger.begun("s");
        ledger.dropped("s", 1, "buffer-full"); // 0 is under way
        assertThat(ledger.due()).isEmpty();
        ledger.published("s", 0);
        FrameAccount first = only();
        ledger.published("s", 2);
        assertThat(only()).isSameAs(first);
        ledger.written(first);
        assertThat(only().firstSequence()).isEqualTo(2);
    }

    @Test
    void anEmptySessionEndsInOneAccountThatCoversNothing() {
        ledger.begun("s");
        assertThat(ledger.due()).isEmpty();
        ledger.ended("s", 0);
        FrameAccount account = only();
        assertThat(account.lastSequence()).isEqualTo(-1);
        assertThat(account.last()).isTrue();
    }

    @Test
    void rangesFollowEachOtherAndAddUpWhateverTheOrder() {
        Random random = new Random(11);
        for (int round = 0; round < 50; round++) {
            FrameLedger book = new FrameLedger("door", Clock.systemUTC(), () -> {});
            book.begun("s");
            List<Integer> order = new ArrayList<>(
                    java.util.stream.IntStream.range(0, 200).boxed().toList());
            java.util.Collections.shuffle(order.subList(20, 180), random);
            long next = 0;
            long published = 0;
            long told = 0;
            for (int i = 0; i < order.size(); i++) {
                if (random.nextBoolean()) {
                    book.published("s", order.get(i));
                    published++;
                } else {
                    book.dropped("s", order.get(i), random.nextBoolean() ? "buffer-full" : "stopped");
                }
                if (i == order.size() - 1) {
                    book.ended("s", 200);
                }
                for (FrameAccount account : random.nextInt(5) == 0 || i == 199 ? book.due() : List.<FrameAccount>of()) {
                    assertThat(account.firstSequence()).isEqualTo(next);
                    assertThat(account.processed() + account.droppedBeforeKafka())
                            .isEqualTo(account.lastSequence() - next + 1);
                    next = account.lastSequence() + 1;
                    told += account.processed();
                    book.written(account);
                }
            }
            for (FrameAccount account : book.due()) {
                next = account.lastSequence() + 1;
                told += account.processed();
            }
            assertThat(next).isEqualTo(200);
            assertThat(told).isEqualTo(published);
        }
    }
}
