package dev.mintmark.compare;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.compare.source.Side;
import dev.mintmark.compare.testing.Found;
import dev.mintmark.compare.testing.Gzip;
import dev.mintmark.compare.testing.Images;
import dev.mintmark.compare.testing.Models;
import dev.mintmark.compare.testing.Shelf;
import dev.mintmark.content.Artifact;
import dev.mintmark.content.MediaTypes;
import dev.mintmark.oci.OciMediaTypes;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FlippedBitTest {
  private static final int POSITIONS = 1500;

  static Stream<Arguments> artifacts() {
    byte[] tar = Images.appTar("{\"threshold\":0.5}");
    Shelf shelf = new Shelf();
    Images.put(Images.Parts.usual(), shelf);
    String table =
        "mintmark-calibration 1\nmodel a\nsamples b\nruntime c\nrange min-max 0x0.0p0 0x1.8p3 t\n";
    return Stream.of(
        Arguments.of("layer", Gzip.of(tar), OciMediaTypes.LAYER_GZIP),
        Arguments.of("tar", tar, "application/x-tar"),
        Arguments.of("model", Models.model().toByteArray(), MediaTypes.ONNX),
        Arguments.of("index", index(), OciMediaTypes.INDEX),
        Arguments.of("SBOM", bom(), MediaTypes.CYCLONEDX),
        Arguments.of("calibration table", table.getBytes(UTF_8), MediaTypes.CALIBRATION_TABLE),
        Arguments.of("statement", "a=1\nb=2\n".getBytes(UTF_8), MediaTypes.RELEASE_ENV),
        Arguments.of("tree", ("0".repeat(64) + " 1 a\n").getBytes(UTF_8), MediaTypes.TREE));
  }

  private static byte[] bom() {
    return "{\"bomFormat\":\"CycloneDX\",\"components\":[{\"bom-ref\":\"a\",\"version\":\"1\"}]}"
        .getBytes(UTF_8);
  }

  private static byte[] index() {
    Shelf shelf = new Shelf();
    Artifact index = Images.put(Images.Parts.usual(), shelf);
    try (var in = shelf.open(index.digest()).orElseThrow()) {
      return in.readAllBytes();
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("artifacts")
  void oneFlippedBitIsNeverTheSame(String name, byte[] recorded, String mediaType) {
    long bits = 8L * recorded.length;
    Random random = new Random(20261130);
    for (int i = 0; i < Math.min(bits, POSITIONS); i++) {
      long bit = bits <= POSITIONS ? i : random.nextLong(bits);
      byte[] rebuilt = recorded.clone();
      rebuilt[(int) (bit / 8)] ^= (byte) (1 << (bit % 8));

      Comparison found = Found.compare(Side.of(recorded), Side.of(rebuilt), mediaType);

      assertThat(found).as("bit %d", bit).isInstanceOf(Comparison.Different.class);
    }
    assertThat(Found.compare(recorded, recorded.clone(), mediaType))
        .isInstanceOf(Comparison.Same.class);
  }
}
