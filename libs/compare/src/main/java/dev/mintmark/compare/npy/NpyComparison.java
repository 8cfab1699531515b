package dev.mintmark.compare.npy;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.mintmark.compare.difference.Findings;
import dev.mintmark.compare.difference.MalformedException;
import dev.mintmark.compare.difference.Place;
import dev.mintmark.compare.number.ElementComparison;
import dev.mintmark.compare.number.Elements;
import dev.mintmark.compare.source.Both;
import dev.mintmark.compare.source.Pair;
import dev.mintmark.compare.source.Walk;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Compares NumPy arrays, format version 1.0: type, order, shape, elements. */
public final class NpyComparison {
  /** Larger ones are compared as bytes. */
  public static final int MAX_BYTES = 32 << 20;

  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};
  private static final int PREFIX = MAGIC.length + 2;
  private static final Pattern HEADER =
      Pattern.compile(
          "\\{'descr': '([^']{0,16})', 'fortran_order': (True|False), 'shape': (\\([0-9, ]{0,400}\\)),? ?\\} *\\n");
  private static final Map<String, Elements.Kind> KINDS =
      Map.of(
          "<f4", Elements.Kind.FLOAT32,
          "<f8", Elements.Kind.FLOAT64,
          "<f2", Elements.Kind.FLOAT16,
          "|i1", Elements.Kind.INT8,
          "|u1", Elements.Kind.UINT8,
          "<i4", Elements.Kind.INT32,
          "<i8", Elements.Kind.INT64);

  private record Array(String type, String fortran, String shape, ByteBuffer data) {}

  private NpyComparison() {}

  /**
   * Compares two arrays.
   *
   * @return false when they still have to be compared as bytes
   */
  public static boolean compare(Place place, Pair pair, Walk walk) {
    Findings findings = walk.findings();
    Optional<Both<Array>> both =
        Both.parse(place, pair, "a NumPy array", findings, NpyComparison::parse);
    if (both.isEmpty()) {
      return false;
    }
    Array recorded = both.get().recorded();
    Array rebuilt = both.get().rebuilt();
    boolean header =
        field(place, "type", recorded.type(), rebuilt.type(), findings)
            | field(place, "fortran_order", recorded.fortran(), rebuilt.fortran(), findings)
            | field(place, "shape", recorded.shape(), rebuilt.shape(), findings);
    Elements.Kind kind = KINDS.get(recorded.type());
    if (header || kind == null || recorded.data().remaining() != rebuilt.data().remaining()) {
      return false;
    }
    return ElementComparison.compare(
        place, Elements.of(kind, recorded.data()), Elements.of(kind, rebuilt.data()), findings);
  }

  private static boolean field(
      Place place, String name, String recorded, String rebuilt, Findings findings) {
    if (recorded.equals(rebuilt)) {
      return false;
    }
    findings.add(place.in(name), recorded, rebuilt, null);
    return true;
  }

  private static Array parse(byte[] file) {
    ByteBuffer buffer = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    if (file.length < PREFIX || !buffer.slice(0, MAGIC.length).equals(ByteBuffer.wrap(MAGIC))) {
      throw new MalformedException("it does not start as one of version 1.0");
    }
    int start = PREFIX + Short.toUnsignedInt(buffer.getShort(MAGIC.length));
    if (start > file.length) {
      throw new MalformedException("it ends inside its header");
    }
    Matcher header = HEADER.matcher(new String(file, PREFIX, start - PREFIX, US_ASCII));
    if (!header.matches()) {
      throw new MalformedException("its header has another form than NumPy's");
    }
    return new Array(
        header.group(1), header.group(2), header.group(3), buffer.position(start).slice());
  }
}
