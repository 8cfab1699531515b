package dev.mintmark.kit.handoff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mintmark.events.release.v1.ReleaseRejected;
import java.util.Arrays;
import java.util.Locale;
import java.util.TimeZone;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class EventCodecTest {
  private static final ReleaseRejected EVENT = Events.rejection("face-detect", "v1.0.0");

  @Test
  void readsWhatItWrote() throws UnreadableException {
    assertThat(EventCodec.read(EventCodec.write(EVENT), ReleaseRejected.class)).isEqualTo(EVENT);
  }

  @Test
  void writesTheSameBytesInAnotherPlace() {
    byte[] here = EventCodec.write(EVENT);
    Locale locale = Locale.getDefault();
    TimeZone zone = TimeZone.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("tr-TR"));
      TimeZone.setDefault(TimeZone.getTimeZone("Asia/Kolkata"));
      assertThat(EventCodec.write(Events.rejection("face-detect", "v1.0.0"))).isEqualTo(here);
    } finally {
      Locale.setDefault(locale);
      TimeZone.setDefault(zone);
    }
  }

  static Stream<Arguments> unreadable() {
    byte[] good = EventCodec.write(EVENT);
    byte[] longer = Arrays.copyOf(good, good.length + 1);
    byte[] overlong = new byte[good.length + 1];
    // The first length as two bytes where one is enough: Avro reads it, but it is not the one form.
    overlong[0] = (byte) (good[0] | 0x80);
    System.arraycopy(good, 1, overlong, 2, good.length - 1);
    return Stream.of(
        Arguments.of("empty", new byte[0], "KIT-011"),
        Arguments.of("cut", Arrays.copyOf(good, good.length / 2), "KIT-011"),
        Arguments.of("one byte more", longer, "KIT-011"),
        Arguments.of("an overlong length", overlong, "KIT-011"),
        Arguments.of(
            "text",
            "{\"name\":\"x\"}".getBytes(java.nio.charset.StandardCharsets.US_ASCII),
            "KIT-011"),
        Arguments.of("a negative length", new byte[] {1, 1, 1, 1}, "KIT-011"),
        Arguments.of("a huge length", new byte[] {-2, -1, -1, -1, 15, 0}, "KIT-011"),
        Arguments.of("a length of 1 GB", new byte[] {-128, -128, -128, -128, 8, 0}, "KIT-011"),
        Arguments.of("too large", new byte[EventCodec.MAX_BYTES + 1], "KIT-010"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("unreadable")
  void refusesBytesThatAreNoEvent(String what, byte[] bytes, String code) {
    assertThatThrownBy(() -> EventCodec.read(bytes, ReleaseRejected.class))
        .as(what)
        .isInstanceOfSatisfying(
            UnreadableException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
