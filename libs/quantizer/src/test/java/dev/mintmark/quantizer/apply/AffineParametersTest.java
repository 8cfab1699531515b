package dev.mintmark.quantizer.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.quantizer.calibrate.Range;
import dev.mintmark.quantizer.scheme.ActivationType;
import dev.mintmark.quantizer.scheme.Encoding;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class AffineParametersTest {
  @ParameterizedTest(name = "{0} to {1} as {2}: scale {3}, zero {4}")
  @CsvSource({
    "0, 255, UINT8, 0x1.0p0, 0",
    "0, 255, INT8, 0x1.0p0, -128",
    "-1, 1, UINT8, 0x1.01p-7, 127",
    "-1, 1, INT8, 0x1.01p-7, -1",
    "-255, 0, UINT8, 0x1.0p0, 255",
    "2, 255, UINT8, 0x1.0p0, 0",
    "-255, -7, INT8, 0x1.0p0, 127",
    "0, 0, UINT8, 0x1.0p0, 0",
    "0, 0, INT8, 0x1.0p0, -128",
    "0, 1e-30, UINT8, 0x1.0p-40, 0",
    "0, 65535, UINT16, 0x1.0p0, 0",
    "-65535, 0, UINT16, 0x1.0p0, 65535",
  })
  void holdsZeroAndTheRange(float low, float high, ActivationType type, String scale, int zero) {
    AffineParameters parameters =
        AffineParameters.of(new Range(low, high), Encoding.asymmetric(type));

    // Exact up to the rounding of the scale to 12 bits, which is up by at most 1/2048.
    float wanted = Float.parseFloat(scale);
    assertThat(parameters.scale()).isBetween(wanted, wanted * (1 + 0x1.0p-11f));
    assertThat(parameters.zeroPoint()).isEqualTo(zero);
    assertThat(parameters.quantize(0)).isEqualTo(zero);
  }

  @ParameterizedTest
  @EnumSource
  void roundsRangesThatDifferInTheLastDigitToOneScale(ActivationType type) {
    AffineParameters first = AffineParameters.of(new Range(-1.1f, 3.3f), Encoding.asymmetric(type));
    AffineParameters second =
        AffineParameters.of(
            new Range(Math.nextDown(-1.1f), Math.nextUp(3.3f)), Encoding.asymmetric(type));

    assertThat(second).isEqualTo(first);
    assertThat(Float.floatToIntBits(first.scale()) & 0xfff).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void holdsTheWidestRange(ActivationType type) {
    AffineParameters parameters =
        AffineParameters.of(
            new Range(-Float.MAX_VALUE, Float.MAX_VALUE), Encoding.asymmetric(type));

    assertThat(parameters.scale()).isFinite().isPositive();
  }

  @ParameterizedTest(name = "{0} becomes {1}")
  @CsvSource({"0.5, 0", "1.5, 2", "2.5, 2", "254.6, 255", "999, 255", "-3, 0"})
  void roundsHalvesToEvenAndClamps(float value, int expected) {
    AffineParameters parameters = new AffineParameters(1, 0, ActivationType.UINT8);

    assertThat(parameters.quantize(value)).isEqualTo(expected);
  }

  @ParameterizedTest(name = "{0} to {1} as symmetric {2}")
  @CsvSource({
    "-127, 1, INT8, 0x1.0p0, 0",
    "0, 127, INT8, 0x1.0p0, 0",
    "-1, 127, UINT8, 0x1.0p0, 128",
    "-3, 32767, UINT16, 0x1.0p0, 32768",
    "0, 0, INT8, 0x1.0p0, 0",
  })
  void putsZeroIntoTheMiddleOfSymmetricRanges(
      float low, float high, ActivationType type, String scale, int zero) {
    AffineParameters parameters =
        AffineParameters.of(new Range(low, high), new Encoding(type, true));

    assertThat(parameters.scale()).isEqualTo(Float.parseFloat(scale));
    assertThat(parameters.zeroPoint()).isEqualTo(zero);
    assertThat(parameters.isRelu()).isFalse();
  }
}
