package dev.mintmark.quantizer.tensor;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mintmark.quantizer.QuantizerException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class NpyTest {
  /** The array [[1.5, -2.0]], written by hand after the format's description. */
  private static final byte[] BY_HAND =
      HexFormat.of()
          .parseHex(
              "934e554d5059010076007b276465736372273a20273c6634272c2027666f727472616e5f6f72646572"
                  + "273a2046616c73652c20277368617065273a2028312c2032292c207d"
                  + "20".repeat(58)
                  + "0a0000c03f000000c0");

  @Test
  void writesTheFormAsItIsDescribed() {
    byte[] file = Npy.write(Tensor.of(new long[] {1, 2}, new float[] {1.5f, -2}));

    assertThat(file).isEqualTo(BY_HAND);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("shapes")
  void readsWhatItWrites(String name, long[] shape) {
    float[] values = new float[Tensor.elements(shape)];
    for (int i = 0; i < values.length; i++) {
      values[i] = i / 3f;
    }
    byte[] file = Npy.write(Tensor.of(shape, values));

    Tensor read = Npy.read("a.npy", file);

    assertThat(read.shape()).isEqualTo(shape);
    assertThat(read.values()).isEqualTo(values);
    assertThat(Npy.write(read)).isEqualTo(file);
    assertThat(file.length - 4 * values.length).isEqualTo(128);
  }

  static Stream<Arguments> shapes() {
    return Stream.of(
        Arguments.of("a scalar", new long[] {}),
        Arguments.of("one dimension", new long[] {3}),
        Arguments.of("four dimensions", new long[] {1, 4, 5, 3}),
        Arguments.of("empty", new long[] {2, 0}));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("bad")
  void refuses(String name, byte[] file, String found) {
    assertThatThrownBy(() -> Npy.read("x.npy", file))
        .isInstanceOf(QuantizerException.class)
        .hasMessageContaining("x.npy")
        .hasMessageContaining(found)
        .hasMessageContaining("(QNT-013)");
  }

  static Stream<Arguments> bad() {
    String good = new String(BY_HAND, ISO_8859_1);
    return Stream.of(
        bad("nothing", "", "does not start"),
        bad("text", "hello, this is text", "does not start"),
        bad("version 2", good.replaceFirst("Y\1", "Y\2"), "does not start"),
        bad("a cut header", good.substring(0, 40), "ends inside its header"),
        bad("one byte less", good.substring(0, good.length() - 1), "7 bytes of data"),
        bad("one byte more", good + "x", "9 bytes of data"),
        bad("float64", good.replace("<f4", "<f8"), "holds '<f8'"),
        bad("big-endian", good.replace("<f4", ">f4"), "holds '>f4'"),
        bad("Fortran order", good.replace("False, ", "True,  "), "has a header"),
        bad(
            "a huge shape",
            good.replace(
                "(1, 2), }" + " ".repeat(40),
                "(99999999999, 99999999999, 99999999999), }" + " ".repeat(7)),
            "too many elements"),
        bad("code in the header", good.replace("(1, 2), }", "__import "), "has a header"));
  }

  private static Arguments bad(String name, String file, String found) {
    return Arguments.of(name, file.getBytes(ISO_8859_1), found);
  }

  @Test
  void givesTheSameBytesForTheSameValuesInAnotherArray() {
    float[] values = {1, 2, 3};

    byte[] first = Npy.write(Tensor.of(new long[] {3}, values));
    byte[] second = Npy.write(Tensor.of(new long[] {3}, Arrays.copyOf(values, 3)));

    assertThat(second).isEqualTo(first);
  }
}
