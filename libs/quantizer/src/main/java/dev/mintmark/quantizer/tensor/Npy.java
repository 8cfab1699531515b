package dev.mintmark.quantizer.tensor;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.mintmark.quantizer.QuantizerException;
import dev.mintmark.quantizer.RefusalCode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * NumPy's file form, version 1.0, little-endian and in C order. float32 is written and read; int64,
 * int32 and bool are read. The header's words are what {@code numpy.save} writes, so {@code
 * numpy.load} reads it.
 *
 * @see <a
 *     href="https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html">numpy.lib.format</a>
 */
public final class Npy {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};
  private static final int PREFIX = MAGIC.length + 2;
  private static final int ALIGNMENT = 64;
  private static final int MAX_DIMENSIONS = 16;
  private static final Pattern HEADER =
      Pattern.compile(
          "\\{'descr': '([^']{0,16})', 'fortran_order': (True|False), 'shape': \\(([0-9, ]{0,400})\\),? ?\\} *\\n");
  private static final Pattern SHAPE = Pattern.compile("(?:(?:\\d{1,18}, )*\\d{1,18},?)?");

  private Npy() {}

  /** The file form of a tensor: the same tensor always gives the same bytes. */
  public static byte[] write(Tensor tensor) {
    byte[] header = header(tensor.shape());
    float[] values = tensor.values();
    ByteBuffer file =
        ByteBuffer.allocate(Math.addExact(header.length, Math.multiplyExact(values.length, 4)))
            .order(ByteOrder.LITTLE_ENDIAN);
    file.put(header);
    file.asFloatBuffer().put(values);
    return file.array();
  }

  private static byte[] header(long[] shape) {
    StringBuilder text = new StringBuilder("{'descr': '<f4', 'fortran_order': False, 'shape': (");
    for (int i = 0; i < shape.length; i++) {
      text.append(i == 0 ? "" : ", ").append(Long.toString(shape[i]));
    }
    text.append(shape.length == 1 ? ",), }" : "), }");
    int length = text.length() + 1;
    int padding = Math.floorMod(-(PREFIX + length), ALIGNMENT);
    text.append(" ".repeat(padding)).append('\n');
    ByteBuffer header = ByteBuffer.allocate(PREFIX + text.length()).order(ByteOrder.LITTLE_ENDIAN);
    header.put(MAGIC).putShort((short) text.length()).put(text.toString().getBytes(US_ASCII));
    return header.array();
  }

  /**
   * Reads a file of float32.
   *
   * @param name of the file, for the error
   * @throws QuantizerException {@code QNT-013} for another version, type or order, and for a file
   *     that is longer or shorter than its header says
   */
  public static Tensor read(String name, byte[] file) {
    if (value(name, file) instanceof Tensor tensor) {
      return tensor;
    }
    throw refused(name, "holds whole numbers, not float32 ('<f4')");
  }

  /**
   * Reads a file of float32, int64, int32 or bool.
   *
   * @param name of the file, for the error
   * @throws QuantizerException as {@link #read}
   */
  public static Value value(String name, byte[] file) {
    if (file.length < PREFIX || !Arrays.equals(file, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw refused(name, "does not start as an .npy file of version 1.0");
    }
    ByteBuffer buffer = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    int start = PREFIX + Short.toUnsignedInt(buffer.getShort(MAGIC.length));
    if (start > file.length) {
      throw refused(name, "ends inside its header");
    }
    Header header = header(name, new String(file, PREFIX, start - PREFIX, US_ASCII));
    int elements = elements(name, header.shape());
    int width = header.type().map(WholeNumbers.Type::width).orElse(Float.BYTES);
    if (file.length - start != (long) width * elements) {
      throw refused(
          name,
          String.format(
              Locale.ROOT,
              "has %d bytes of data where its shape %s needs %d",
              file.length - start,
              Tensor.text(header.shape()),
              (long) width * elements));
    }
    if (header.type().isPresent()) {
      byte[] data = Arrays.copyOfRange(file, start, file.length);
      return whole(name, header.type().get(), header.shape(), data);
    }
    ByteBuffer data = buffer.position(start).slice().order(ByteOrder.LITTLE_ENDIAN);
    float[] values = new float[elements];
    data.asFloatBuffer().get(values);
    return Tensor.of(header.shape(), values);
  }

  private static WholeNumbers whole(
      String name, WholeNumbers.Type type, long[] shape, byte[] data) {
    if (type == WholeNumbers.Type.BOOL) {
      for (byte value : data) {
        if (value != 0 && value != 1) {
          throw refused(name, "holds the byte " + value + " as a truth value");
        }
      }
    }
    return WholeNumbers.of(type, shape, data);
  }

  /**
   * What stands before the data.
   *
   * @param type empty for float32
   */
  private record Header(Optional<WholeNumbers.Type> type, long[] shape) {}

  private static Header header(String name, String header) {
    Matcher matcher = HEADER.matcher(header);
    if (!matcher.matches()) {
      throw refused(name, "has a header that is not in the form that NumPy writes");
    }
    String descriptor = matcher.group(1);
    Optional<WholeNumbers.Type> type = WholeNumbers.Type.byDescriptor(descriptor);
    if (type.isEmpty() && !descriptor.equals("<f4")) {
      throw refused(name, "holds '" + descriptor + "', not float32 ('<f4'), int64, int32 or bool");
    }
    if (matcher.group(2).equals("True")) {
      throw refused(name, "is in Fortran order");
    }
    return new Header(type, shape(name, matcher.group(3)));
  }

  private static long[] shape(String name, String dimensions) {
    if (!SHAPE.matcher(dimensions).matches()) {
      throw refused(name, "has the shape (" + dimensions + ")");
    }
    if (dimensions.isEmpty()) {
      return new long[0];
    }
    long[] shape =
        Arrays.stream(dimensions.split(","))
            .map(String::strip)
            .mapToLong(Long::parseLong)
            .toArray();
    if (shape.length > MAX_DIMENSIONS) {
      throw refused(name, "has " + shape.length + " dimensions");
    }
    return shape;
  }

  private static int elements(String name, long[] shape) {
    try {
      return Tensor.elements(shape);
    } catch (IllegalArgumentException e) {
      throw new QuantizerException(
          RefusalCode.NOT_NPY, name, String.valueOf(e.getMessage()), ADVICE, e);
    }
  }

  private static final String ADVICE =
      "save it with numpy.save as a C-ordered little-endian array of the model's type";

  private static QuantizerException refused(String name, String found) {
    return new QuantizerException(RefusalCode.NOT_NPY, name, found, ADVICE);
  }
}
