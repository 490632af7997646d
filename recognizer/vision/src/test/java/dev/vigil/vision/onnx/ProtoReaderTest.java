package dev.vigil.vision.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ProtoReaderTest {
    @Test
    void readsEachKindOfField() {
        ProtoReader in = reader(new ProtoWriter()
                .varint(1, 300)
                .float32(2, 1.5f)
                .string(3, "é")
                .message(4, new ProtoWriter().varint(1, -1))
                .toBytes());

        assertThat(in.next()).isTrue();
        assertThat(in.varint()).isEqualTo(300);
        assertThat(in.next()).isTrue();
        assertThat(in.float32()).isEqualTo(1.5f);
        assertThat(in.next()).isTrue();
        assertThat(in.string()).isEqualTo("é");
        assertThat(in.next()).isTrue();
        assertThat(in.field()).isEqualTo(4);
        ProtoReader inner = in.message();
        assertThat(inner.next()).isTrue();
        assertThat(inner.varint()).isEqualTo(-1);
        assertThat(inner.next()).isFalse();
        assertThat(in.next()).isFalse();
    }

    @Test
    void readsIntegersPackedAndLoose() {
        List<Long> values = new ArrayList<>();
        ProtoReader in = reader(new ProtoWriter()
                .bytes(8, new ProtoWriter().raw(1).raw(1000).raw(-5).toBytes())
                .varint(8, 7)
                .toBytes());
        while (in.next()) {
            in.varints(values::add);
        }
        assertThat(values).containsExactly(1L, 1000L, -5L, 7L);
    }

    @Test
    void skipsWhatItDoesNotKnow() {
        byte[] fixed64 = {(byte) ((9 << 3) | 1), 1, 2, 3, 4, 5, 6, 7, 8};
        ProtoReader in = reader(fixed64);
        assertThat(in.next()).isTrue();
        in.skip();
        assertThat(in.next()).isFalse();
    }

    @Test
    void refusesALengthThatIsLongerThanTheFileWithoutAllocatingIt() {
        ProtoReader in =
                reader(new ProtoWriter().raw((1 << 3) | 2).raw(Long.MAX_VALUE).toBytes());
        assertThat(in.next()).isTrue();
        assertThatThrownBy(in::bytes).isInstanceOf(OnnxException.class).hasMessageContaining("ends in the middle");
    }

    @Test
    void refusesAnEndlessInteger() {
        byte[] endless = new byte[40];
        java.util.Arrays.fill(endless, (byte) 0xff);
        ProtoReader in = reader(endless);
        assertThatThrownBy(in::next).isInstanceOf(OnnxException.class).hasMessageContaining("more than 10 bytes");
    }

    @Test
    void refusesAnUnknownWireTypeAndFieldZero() {
        ProtoReader group = reader(new byte[] {(1 << 3) | 3});
        assertThat(group.next()).isTrue();
        assertThatThrownBy(group::skip).isInstanceOf(OnnxException.class);
        ProtoReader zero = reader(new byte[] {0, 0});
        assertThatThrownBy(zero::next).isInstanceOf(OnnxException.class);
    }

    private static ProtoReader reader(byte[] bytes) {
        return new ProtoReader(ByteBuffer.wrap(bytes));
    }
}
