package dev.mintmark.kit.framing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mintmark.kit.handoff.UnreadableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FramingTest {
  @Test
  void putsAZeroByteAndTheIdBeforeTheValue() {
    assertThat(Framing.frame(0x01020304, new byte[] {9})).containsExactly(0, 1, 2, 3, 4, 9);
  }

  @Test
  void takesThemOffAgain() throws UnreadableException {
    byte[] framed = Framing.frame(7, new byte[] {1, 2});
    assertThat(Framing.unframe(framed)).containsExactly(1, 2);
    assertThat(Framing.schemaId(framed)).isEqualTo(7);
  }

  @ParameterizedTest(name = "{0} bytes")
  @ValueSource(ints = {0, 1, 4})
  void refusesAValueShorterThanTheFrame(int length) {
    assertThatThrownBy(() -> Framing.unframe(new byte[length]))
        .isInstanceOf(UnreadableException.class)
        .hasMessageContaining("frame");
  }

  @Test
  void refusesAnotherFirstByte() {
    assertThatThrownBy(() -> Framing.unframe(new byte[] {1, 0, 0, 0, 1, 5}))
        .isInstanceOf(UnreadableException.class);
  }
}
