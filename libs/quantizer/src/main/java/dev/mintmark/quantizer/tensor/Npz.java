package dev.mintmark.quantizer.tensor;

import dev.mintmark.quantizer.QuantizerException;
import dev.mintmark.quantizer.RefusalCode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * NumPy's file form of several arrays: a zip archive with a member {@code <name>.npy} for each, as
 * {@code numpy.savez} and {@code numpy.savez_compressed} write it.
 *
 * @see <a href="https://numpy.org/doc/stable/reference/generated/numpy.savez.html">numpy.savez</a>
 */
public final class Npz {
  /** More arrays than any model has inputs. */
  static final int MOST_ARRAYS = 64;

  /** Bytes of all arrays together, unpacked. */
  public static final int MOST_BYTES = 16 << 20;

  private static final String SUFFIX = ".npy";
  private static final String ADVICE =
      "save it with numpy.savez, one C-ordered little-endian array for each input of the model";

  private Npz() {}

  /**
   * Reads a file.
   *
   * @param name of the file, for the error
   * @return the arrays by their names without {@code .npy}
   * @throws QuantizerException {@code QNT-013} for what is no such archive, has two arrays of one
   *     name, more than 64 of them or more than 16 MiB, and as {@link Npy#value} for an array
   */
  public static SortedMap<String, Value> read(String name, byte[] file) {
    TreeMap<String, Value> arrays = new TreeMap<>();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(file))) {
      long left = MOST_BYTES;
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        String array = array(name, entry);
        byte[] content = zip.readNBytes((int) Math.min(left + 1, Integer.MAX_VALUE - 8));
        left -= content.length;
        if (left < 0) {
          throw refused(name, "unpacks to more than " + MOST_BYTES + " bytes");
        }
        if (arrays.put(array, Npy.value(name + "/" + array, content)) != null) {
          throw refused(name, "has two arrays '" + array + "'");
        }
        if (arrays.size() > MOST_ARRAYS) {
          throw refused(name, "has more than " + MOST_ARRAYS + " arrays");
        }
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new QuantizerException(
          RefusalCode.NOT_NPY, name, "is no whole zip archive: " + e.getMessage(), ADVICE, e);
    }
    if (arrays.isEmpty()) {
      throw refused(name, "holds no array");
    }
    return Collections.unmodifiableSortedMap(arrays);
  }

  private static String array(String name, ZipEntry entry) {
    String path = entry.getName();
    if (!path.endsWith(SUFFIX) || path.length() == SUFFIX.length()) {
      throw refused(name, "has the member '" + path + "', which is not named .npy");
    }
    return path.substring(0, path.length() - SUFFIX.length());
  }

  private static QuantizerException refused(String name, String found) {
    return new QuantizerException(RefusalCode.NOT_NPY, name, found, ADVICE);
  }
}
