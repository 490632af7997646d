package dev.vigil.gallery.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigil.gallery.event.Consent;
import dev.vigil.gallery.event.Person;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PeopleTableTest {
    private static final Instant NOW = Instant.parse("2026-11-24T06:00:00Z");
    private static final String LETTERS = "abcXYZ019-_";

    private final PeopleTable table = new PeopleTable();
    private final TreeMap<String, Person> model = new TreeMap<>();

    @Test
    void itIsAsASortedMapUnderAnyChanges() {
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            String id = id(random);
            if (random.nextInt(3) == 0) {
                table.remove(id);
                model.remove(id);
            } else {
                Person person = person(id, random);
                table.put(person);
                model.put(id, person);
            }
            assertThat(table.get(id)).isEqualTo(model.get(id));
        }
        assertThat(model).hasSizeGreaterThan(500);
        assertSame();
        for (int i = 0; i < 200; i++) {
            String after = id(random);
            assertThat(table.after(after, name -> true))
                    .containsExactlyElementsOf(model.tailMap(after, false).values());
        }
        for (String id : List.copyOf(model.keySet())) {
            table.remove(id);
            model.remove(id);
        }
        assertSame();
    }

    @Test
    void namesAreLookedForInOrder() {
        for (int i = 0; i < 1_000; i++) {
            table.put(new Person(
                    "p" + (1_000 + i), i % 10 == 3 ? "Ann" : "Bob", "", List.of(), false, null, NOW, NOW, 1));
        }
        assertThat(table.after("p1100", "Ann"::equals).limit(2).map(Person::id)).containsExactly("p1103", "p1113");
        assertThat(table.after(null, "Ann"::equals)).hasSize(100);
        assertThat(table.after(null, "Eve"::equals)).isEmpty();
    }

    @Test
    void aPersonIsWhatTheyWere() {
        for (Person person : List.of(
                new Person("a", "", "", List.of(), false, null, Instant.MIN, Instant.MAX, 0),
                new Person(
                        "a".repeat(64),
                        "Ä € 😀",
                        "two\nlines",
                        List.of("w1", "w2"),
                        true,
                        new Consent("visit", Instant.parse("1960-01-01T00:00:00.000000001Z")),
                        NOW,
                        NOW.plusNanos(123_456_789),
                        Long.MAX_VALUE),
                new Person("b", "n", "x".repeat(5_000), List.of(), true, new Consent("", null), NOW, NOW, 1))) {
            table.put(person);
            assertThat(table.get(person.id())).isEqualTo(person);
        }
    }

    private void assertSame() {
        assertThat(table.size()).isEqualTo(model.size());
        assertThat(table.after(null, name -> true)).containsExactlyElementsOf(model.values());
    }

    private static String id(Random random) {
        int length = 1 + random.nextInt(3);
        StringBuilder id = new StringBuilder();
        for (int i = 0; i < length; i++) {
            id.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return id.toString();
    }

    private static Person person(String id, Random random) {
        return new Person(
                id, "n" + random.nextInt(99), "x".repeat(random.nextInt(40)), List.of(), false, null, NOW, NOW, 1);
    }
}
