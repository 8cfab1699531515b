package dev.mintmark.compare.number;

import dev.mintmark.compare.evidence.Ulps;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.IntFunction;

/**
 * Numbers in a row.
 *
 * @param count number of them
 * @param kind how they are stored
 * @param at reads one; floating point numbers as {@code Double}, others as {@code Long}
 */
public record Elements(int count, Kind kind, IntFunction<Number> at) {
  /** How numbers are stored. */
  public enum Kind {
    FLOAT32(4),
    FLOAT64(8),
    FLOAT16(2),
    INT8(1),
    UINT8(1),
    INT16(2),
    UINT16(2),
    INT32(4),
    UINT32(4),
    INT64(8);

    private final int size;

    Kind(int size) {
      this.size = size;
    }

    /** In bytes. */
    public int size() {
      return size;
    }

    boolean isFloating() {
      return this == FLOAT32 || this == FLOAT64 || this == FLOAT16;
    }

    private Number read(ByteBuffer in, int index) {
      return switch (this) {
        case FLOAT32 -> (double) in.getFloat(4 * index);
        case FLOAT64 -> in.getDouble(8 * index);
        case FLOAT16 -> (double) Float.float16ToFloat(in.getShort(2 * index));
        case INT8 -> (long) in.get(index);
        case UINT8 -> in.get(index) & 0xffL;
        case INT16 -> (long) in.getShort(2 * index);
        case UINT16 -> in.getShort(2 * index) & 0xffffL;
        case INT32 -> (long) in.getInt(4 * index);
        case UINT32 -> in.getInt(4 * index) & 0xffff_ffffL;
        case INT64 -> in.getLong(8 * index);
      };
    }
  }

  /** Little-endian numbers; bytes behind the last whole one are left out. */
  public static Elements of(Kind kind, ByteBuffer bytes) {
    ByteBuffer in = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
    return new Elements(in.remaining() / kind.size, kind, index -> kind.read(in, index));
  }

  /** Steps between two numbers of this kind. */
  long steps(Number a, Number b) {
    return switch (kind) {
      case FLOAT32 -> Ulps.between(a.floatValue(), b.floatValue());
      case FLOAT64 -> Ulps.between(a.doubleValue(), b.doubleValue());
      // A half's step is 2^13 steps of a float, but for the smallest ones.
      case FLOAT16 -> Ulps.between(a.floatValue(), b.floatValue()) >> 13;
      default -> {
        long apart = a.longValue() - b.longValue();
        yield apart == Long.MIN_VALUE ? Long.MAX_VALUE : Math.abs(apart);
      }
    };
  }
}
