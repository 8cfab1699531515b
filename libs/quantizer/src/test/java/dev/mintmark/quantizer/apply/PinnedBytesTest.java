package dev.mintmark.quantizer.apply;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.content.Digest;
import dev.mintmark.quantizer.QuantizerException;
import dev.mintmark.quantizer.calibrate.CalibrationTable;
import dev.mintmark.quantizer.calibrate.Calibrator;
import dev.mintmark.quantizer.calibrate.Range;
import dev.mintmark.quantizer.ladder.RungForm;
import dev.mintmark.quantizer.ladder.Rungs;
import dev.mintmark.quantizer.model.FloatTensors;
import dev.mintmark.quantizer.model.OnnxModel;
import dev.mintmark.quantizer.scheme.ActivationType;
import dev.mintmark.quantizer.testing.Shapes;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TimeZone;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * The bytes of every rung on every small model, as one digest. Whoever changes them on purpose
 * raises the version in {@link ProducerVersion}: recorded releases can no longer be made again.
 */
class PinnedBytesTest {
  private static final String PINNED =
      "9e08e24a0f1e0fbe14306dce716d0bd50180aebfe8c81df07d8b96a0d077cca2";

  @Test
  void givesTheBytesThatItAlwaysGave() {
    assertThat(digest()).isEqualTo(PINNED);
  }

  @Test
  void givesThemInAnotherLocaleAndTimeZone() {
    Locale locale = Locale.getDefault();
    TimeZone zone = TimeZone.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("tr-TR"));
      TimeZone.setDefault(TimeZone.getTimeZone("Asia/Kathmandu"));
      assertThat(digest()).isEqualTo(PINNED);
    } finally {
      Locale.setDefault(locale);
      TimeZone.setDefault(zone);
    }
  }

  private static String digest() {
    StringBuilder all = new StringBuilder();
    Shapes.all()
        .forEach((name, builder) -> {
          OnnxModel model = builder.build();
          CalibrationTable table = table(model);
          for (String rung : Rungs.names()) {
            all.append(name).append(' ').append(rung).append(' ');
            all.append(apply(model, table, rung)).append('\n');
          }
        });
    return Digest.of(all.toString().getBytes(UTF_8)).hex();
  }

  private static String apply(OnnxModel model, CalibrationTable table, String rung) {
    RungForm form = RungForm.of(ActivationType.UINT8, true);
    try {
      return Digest.of(Quantizer.apply(model, table, Rungs.named(rung, form)).bytes()).hex();
    } catch (QuantizerException e) {
      return e.code().code();
    }
  }

  /** Made up, so that no processor has a part in it. */
  private static CalibrationTable table(OnnxModel model) {
    SortedMap<String, Map<Calibrator, Range>> ranges = new TreeMap<>();
    for (String tensor : FloatTensors.of(model)) {
      Map<Calibrator, Range> all = new EnumMap<>(Calibrator.class);
      for (Calibrator calibrator : Calibrator.values()) {
        float low = tensor.equals("y") || tensor.equals("r") ? 0 : -1.5f;
        all.put(
            calibrator,
            new Range(
                low,
                1 + tensor.length() + 0.25f * List.of(Calibrator.values()).indexOf(calibrator)));
      }
      ranges.put(tensor, all);
    }
    return new CalibrationTable(model.digest(), Digest.of(new byte[0]), 1, "none", ranges);
  }
}
