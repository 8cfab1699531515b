package dev.mintmark.quantizer.photo;

import dev.mintmark.content.Digest;
import dev.mintmark.quantizer.QuantizerException;
import dev.mintmark.quantizer.RefusalCode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;

/** A decoded photo: 8-bit RGB, row by row. */
final class Photo {
  static final int CHANNELS = 3;

  private final int width;
  private final int height;
  private final byte[] pixels;

  Photo(int width, int height, byte[] pixels) {
    if (pixels.length != (long) width * height * CHANNELS) {
      throw new IllegalArgumentException(
          pixels.length + " bytes are not a photo of " + width + "x" + height);
    }
    this.width = width;
    this.height = height;
    this.pixels = pixels;
  }

  /**
   * Reads a photo that a list pins.
   *
   * @throws QuantizerException {@code QNT-061} when the file, or what it decodes to, is not what
   *     the list says
   */
  static Photo read(Path folder, CropList.Pin pin) throws IOException {
    byte[] file = Files.readAllBytes(folder.resolve(pin.file()));
    if (!Digest.of(file).equals(pin.digest())) {
      throw refused(
          pin,
          "has the digest " + Digest.of(file) + " instead of " + pin.digest(),
          "fetch it again");
    }
    Photo photo = decode(pin, file);
    Digest pixels = Digest.of(photo.pixels);
    if (!pixels.equals(pin.pixels())) {
      throw refused(
          pin,
          "decodes to pixels " + pixels + " instead of " + pin.pixels(),
          "use another JDK: this one's JPEG decoder differs");
    }
    return photo;
  }

  private static Photo decode(CropList.Pin pin, byte[] file) throws IOException {
    // Without the disk cache, which needs a temporary folder.
    ImageIO.setUseCache(false);
    @Nullable BufferedImage image = ImageIO.read(new ByteArrayInputStream(file));
    // Another form would go through colour conversion, which differs between JDKs.
    if (image == null || image.getType() != BufferedImage.TYPE_3BYTE_BGR) {
      throw refused(pin, "is not an 8-bit RGB picture", "convert it to a plain JPEG");
    }
    return of(image);
  }

  private static Photo of(BufferedImage image) {
    int width = image.getWidth();
    int height = image.getHeight();
    int row = width * CHANNELS;
    byte[] pixels = new byte[row * height];
    int[] samples = new int[row];
    for (int y = 0; y < height; y++) {
      image.getRaster().getPixels(0, y, width, 1, samples);
      for (int i = 0; i < row; i++) {
        pixels[y * row + i] = (byte) samples[i];
      }
    }
    return new Photo(width, height, pixels);
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  /** A colour, 0 to 255. */
  int at(int x, int y, int channel) {
    return pixels[(y * width + x) * CHANNELS + channel] & 0xff;
  }

  private static QuantizerException refused(CropList.Pin pin, String found, String advice) {
    return new QuantizerException(RefusalCode.BAD_PHOTO, "photo " + pin.file(), found, advice);
  }
}
