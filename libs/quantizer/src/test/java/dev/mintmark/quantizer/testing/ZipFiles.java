package dev.mintmark.quantizer.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Zip archives and array files as NumPy writes them. */
public final class ZipFiles {
  private ZipFiles() {}

  /**
   * An archive.
   *
   * @param members a name, then its bytes, and so on
   */
  public static byte[] of(Object... members) {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(file)) {
      for (int i = 0; i < members.length; i += 2) {
        zip.putNextEntry(new ZipEntry((String) members[i]));
        zip.write((byte[]) members[i + 1]);
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file.toByteArray();
  }

  /**
   * An array file.
   *
   * @param descriptor e.g. {@code <i8}
   * @param shape e.g. {@code (1, 2)}
   * @param words the data in pieces of 32 bits
   */
  public static byte[] npy(String descriptor, String shape, int... words) {
    ByteBuffer data = ByteBuffer.allocate(4 * words.length).order(ByteOrder.LITTLE_ENDIAN);
    for (int word : words) {
      data.putInt(word);
    }
    return npy(descriptor, shape, data.array());
  }

  /** As the other one, with the data as they are. */
  public static byte[] npy(String descriptor, String shape, byte[] data) {
    String header =
        "{'descr': '%s', 'fortran_order': False, 'shape': %s, }".formatted(descriptor, shape);
    byte[] line = (header + " ".repeat(117 - header.length()) + "\n").getBytes(US_ASCII);
    ByteBuffer file =
        ByteBuffer.allocate(10 + line.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
    file.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
    return file.putShort((short) line.length).put(line).put(data).array();
  }
}
