package dev.vigil.gallery.server;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.function.Function;

/** Times are texts: of a number nobody can say whether it means seconds or milliseconds. */
final class TimesAsText extends SimpleModule {
    private static final long serialVersionUID = 1L;

    TimesAsText() {
        super("times-as-text");
        addDeserializer(
                Instant.class,
                new Text<>(Instant.class, text -> OffsetDateTime.parse(text).toInstant()));
        addDeserializer(Duration.class, new Text<>(Duration.class, Duration::parse));
        addDeserializer(LocalTime.class, new Text<>(LocalTime.class, LocalTime::parse));
        addDeserializer(ZoneId.class, new Text<>(ZoneId.class, ZoneId::of));
    }

    private static final class Text<T> extends StdDeserializer<T> {
        private static final long serialVersionUID = 1L;

        private final transient Function<String, T> parse;
        private final Class<T> type;

        Text(Class<T> type, Function<String, T> parse) {
            super(type);
            this.type = type;
            this.parse = parse;
        }

        @Override
        public T deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            String text = parser.getText();
            if (parser.currentToken() != JsonToken.VALUE_STRING) {
                throw context.weirdNumberException(Integer.valueOf(0), type, "a text is wanted");
            }
            try {
                return parse.apply(text.strip());
            } catch (DateTimeException e) {
                throw context.weirdStringException(text, type, String.valueOf(e.getMessage()));
            }
        }
    }
}
