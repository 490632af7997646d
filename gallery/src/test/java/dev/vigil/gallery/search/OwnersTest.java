package dev.vigil.gallery.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class OwnersTest {
    @Test
    void findsExactlyThoseWhoAreThere() {
        Random random = new Random(2);
        Owners owners = new Owners();
        Map<String, Owner> expected = new HashMap<>();
        for (int i = 0; i < 20_000; i++) {
            String id = id(random.nextInt(3_000));
            if (random.nextInt(3) == 0) {
                owners.find(id).ifPresent(owners::remove);
                expected.remove(id);
            } else {
                expected.put(id, owners.findOrAdd(id));
            }
        }
        for (int i = 0; i < 3_000; i++) {
            String id = id(i);
            assertThat(owners.find(id).orElse(null)).isSameAs(expected.get(id));
            assertThat(owners.find(id).map(Owner::id))
                    .isEqualTo(java.util.Optional.ofNullable(expected.get(id)).map(owner -> id));
        }
    }

    @Test
    void anIdComesBackAsItWasGiven() {
        String uuid = UUID.randomUUID().toString();
        for (String id : new String[] {
            uuid,
            uuid.replace("-", ""),
            uuid.toUpperCase(java.util.Locale.ROOT),
            "ann",
            "",
            "0".repeat(64),
            "g".repeat(32)
        }) {
            assertThat(Owner.of(id).id()).isEqualTo(id);
        }
    }

    private static String id(int i) {
        return i % 3 == 0
                ? "person-" + i
                : i % 3 == 1
                        ? new UUID(i, 7).toString()
                        : new UUID(i, 7).toString().replace("-", "");
    }
}
