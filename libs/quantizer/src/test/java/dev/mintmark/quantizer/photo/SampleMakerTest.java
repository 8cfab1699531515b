package dev.mintmark.quantizer.photo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.mintmark.content.Digest;
import dev.mintmark.content.Tree;
import dev.mintmark.quantizer.QuantizerException;
import dev.mintmark.quantizer.tensor.Npy;
import dev.mintmark.quantizer.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SampleMakerTest {
  private static final String NO_DIGEST = "sha256:" + "0".repeat(64);

  @TempDir Path folder;

  private String pin = "";

  @BeforeEach
  void photo() throws IOException {
    BufferedImage image = new BufferedImage(40, 30, BufferedImage.TYPE_3BYTE_BGR);
    for (int y = 0; y < 30; y++) {
      for (int x = 0; x < 40; x++) {
        image.setRGB(x, y, (x * 6) << 16 | (y * 8) << 8 | 128);
      }
    }
    Path file = folder.resolve("a.jpg");
    ImageIO.write(image, "jpg", file.toFile());
    pin = "photo a.jpg " + Digest.of(file) + " " + pixels(file) + "\n";
  }

  private static Digest pixels(Path file) throws IOException {
    BufferedImage image = ImageIO.read(file.toFile());
    int[] samples = image.getRaster().getPixels(0, 0, 40, 30, (int[]) null);
    byte[] bytes = new byte[samples.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) samples[i];
    }
    return Digest.of(bytes);
  }

  private Map<String, Tree> write(String list) throws IOException {
    Path file = Files.writeString(folder.resolve("crops.txt"), list);
    return SampleMaker.write(folder, file, folder.resolve("out"));
  }

  @Test
  void writesASampleForEachCropAndTellsTheTrees() throws IOException {
    Map<String, Tree> trees =
        write(
            "# two\nsize 8\n\n" + pin + "crop calibration a.jpg 0 0 30\ncrop smoke a.jpg 5 6 10\n");

    assertThat(trees).containsOnlyKeys("calibration", "smoke");
    assertThat(trees.get("smoke")).isEqualTo(Tree.of(folder.resolve("out/smoke")));
    Tensor sample = Npy.read("s", Files.readAllBytes(folder.resolve("out/smoke/a-5-6-10.npy")));
    assertThat(sample.shape()).containsExactly(1, 8, 8, 3);
    assertThat(sample.values()[2]).isCloseTo(0f, within(0.1f));
  }

  @Test
  void writesTheSameTreesAgainAndRemovesOldSamples() throws IOException {
    Map<String, Tree> first = write("size 8\n" + pin + "crop smoke a.jpg 5 6 10\n");
    write("size 8\n" + pin + "crop smoke a.jpg 1 2 20\n");

    assertThat(write("size 8\n" + pin + "crop smoke a.jpg 5 6 10\n")).isEqualTo(first);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badLists")
  void refusesABadList(String lines) {
    assertThatThrownBy(() -> write(lines.replace("PIN\n", pin)))
        .isInstanceOf(QuantizerException.class)
        .hasMessageEndingWith("(QNT-060)");
  }

  static Stream<String> badLists() {
    return Stream.of(
        "PIN\ncrop smoke a.jpg 0 0 10\n",
        "size 0\nPIN\ncrop smoke a.jpg 0 0 10\n",
        "size 8\nPIN\ncrop smoke a.jpg 0 0 31\n",
        "size 8\nPIN\ncrop smoke a.jpg 35 0 10\n",
        "size 8\nPIN\ncrop smoke a.jpg -1 0 10\n",
        "size 8\nPIN\ncrop smoke a.jpg 0 0 0\n",
        "size 8\nPIN\ncrop smoke a.jpg 0 0\n",
        "size 8\nPIN\ncrop ../up a.jpg 0 0 10\n",
        "size 8\nPIN\ncrop smoke ../a.jpg 0 0 10\n",
        "size 8\nPIN\ncrop smoke b.jpg 0 0 10\n",
        "size 8\nPIN\ncrop smoke a.jpg 0 0 10\ncrop smoke a.jpg 0 0 10\n",
        "size 8\nPIN\ncrop calibration a.jpg 0 0 10\ncrop validation a.jpg 5 5 10\n",
        "size 8\nphoto a.jpg sha256:12 sha256:34\n",
        "size 8\nfetch a.jpg\n");
  }

  @Test
  void refusesAnotherPhoto() {
    String other = pin.replaceFirst("sha256:[0-9a-f]{64}", NO_DIGEST);

    assertThatThrownBy(() -> write("size 8\n" + other + "crop smoke a.jpg 0 0 10\n"))
        .hasMessageContaining("instead of " + NO_DIGEST)
        .hasMessageEndingWith("(QNT-061)");
  }

  @Test
  void refusesAPhotoThatAnotherDecoderReads() {
    String other = pin.replaceFirst("sha256:[0-9a-f]{64}\n", NO_DIGEST + "\n");

    assertThatThrownBy(() -> write("size 8\n" + other + "crop smoke a.jpg 0 0 10\n"))
        .hasMessageContaining("decodes to pixels")
        .hasMessageEndingWith("(QNT-061)");
  }

  @Test
  void refusesAGreyPhoto() throws IOException {
    Path file = folder.resolve("a.jpg");
    ImageIO.write(new BufferedImage(40, 30, BufferedImage.TYPE_BYTE_GRAY), "jpg", file.toFile());
    String grey = "photo a.jpg " + Digest.of(file) + " " + NO_DIGEST + "\n";

    assertThatThrownBy(() -> write("size 8\n" + grey + "crop smoke a.jpg 0 0 10\n"))
        .hasMessageContaining("not an 8-bit RGB picture")
        .hasMessageEndingWith("(QNT-061)");
  }

  @ParameterizedTest(name = "side {0} to {1}")
  @CsvSource({"4, 2", "3, 2", "2, 4", "7, 3", "5, 5", "1, 8"})
  void keepsTheMeanOfASquare(int side, int size) {
    byte[] pixels = new byte[side * side * 3];
    double mean = 0;
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (i * 37);
      mean += (pixels[i] & 0xff) / (double) pixels.length;
    }
    CropList.Crop crop = new CropList.Crop("x", "a.jpg", 0, 0, side);

    Tensor tensor = new AreaResize(new Photo(side, side, pixels), crop, size).tensor();

    double resized = 0;
    for (float value : tensor.values()) {
      resized += value / tensor.values().length;
    }
    assertThat(resized).isCloseTo(mean / 127.5 - 1, within(1e-6));
  }

  @Test
  void averagesAreasExactly() {
    byte[] pixels = new byte[3 * 3 * 3];
    Arrays.fill(pixels, 4 * 3, 5 * 3, (byte) 255);
    CropList.Crop crop = new CropList.Crop("x", "a.jpg", 0, 0, 3);

    Tensor tensor = new AreaResize(new Photo(3, 3, pixels), crop, 2).tensor();

    // Each quarter of a 3x3 square covers a quarter of its middle: (1/4) / (9/4) of white.
    assertThat(tensor.values()).containsOnly((float) (2.0 / 9 - 1));
  }

  @Test
  void goesFromMinusOneToOne() {
    byte[] pixels = {0, 0, 0, -1, -1, -1, -1, -1, -1, 0, 0, 0};
    CropList.Crop crop = new CropList.Crop("x", "a.jpg", 0, 0, 2);

    Tensor tensor = new AreaResize(new Photo(2, 2, pixels), crop, 2).tensor();

    assertThat(tensor.values()).containsExactly(-1, -1, -1, 1, 1, 1, 1, 1, 1, -1, -1, -1);
  }
}
