package dev.mintmark.compare;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import ai.onnx.proto.OnnxMl.ModelProto;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.mintmark.compare.difference.MalformedException;
import dev.mintmark.compare.json.JsonDocument;
import dev.mintmark.compare.source.Pair;
import dev.mintmark.compare.source.Side;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;

/** Tells a format from the bytes where no media type does. */
final class Sniffer {
  private static final int MAX = JsonDocument.MAX_BYTES;
  private static final int HEAD = 512;

  private Sniffer() {}

  /** What both sides are, or what one is and the other, malformed, should be. */
  static Format of(Pair pair) {
    byte[] recorded = head(pair.recorded(), HEAD);
    byte[] rebuilt = head(pair.rebuilt(), HEAD);
    if (isTar(recorded) && isTar(rebuilt)) {
      return Format.LAYER_TAR;
    }
    if (starts(recorded, "\u0093NUMPY") && starts(rebuilt, "\u0093NUMPY")) {
      return Format.NPY;
    }
    return pair.fits(MAX)
        ? small(head(pair.recorded(), MAX), head(pair.rebuilt(), MAX))
        : Format.BYTES;
  }

  private static Format small(byte[] recorded, byte[] rebuilt) {
    if (isJson(recorded) || isJson(rebuilt)) {
      return Format.JSON;
    }
    if (isOnnx(recorded) && isOnnx(rebuilt)) {
      return Format.ONNX;
    }
    if (starts(recorded, "mintmark-calibration ") && starts(rebuilt, "mintmark-calibration ")) {
      return Format.CALIBRATION;
    }
    if (starts(recorded, "mintmark.release=") && starts(rebuilt, "mintmark.release=")) {
      return Format.KEY_VALUE;
    }
    return isText(recorded) && isText(rebuilt) ? Format.TEXT : Format.BYTES;
  }

  private static byte[] head(Side side, int count) {
    try (InputStream in = side.open().orElseGet(InputStream::nullInputStream)) {
      return in.readNBytes(count);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close " + side.digest(), e);
    }
  }

  private static boolean isTar(byte[] head) {
    return head.length == HEAD && new String(head, 257, 5, ISO_8859_1).equals("ustar");
  }

  private static boolean starts(byte[] bytes, String beginning) {
    return bytes.length >= beginning.length()
        && new String(bytes, 0, beginning.length(), ISO_8859_1).equals(beginning);
  }

  private static boolean isJson(byte[] bytes) {
    if (bytes.length == 0 || bytes[0] != '{') {
      return false;
    }
    try {
      JsonDocument.parse(bytes);
      return true;
    } catch (MalformedException e) {
      return false;
    }
  }

  /** A model's first field is its version. */
  private static boolean isOnnx(byte[] bytes) {
    if (bytes.length < 2 || bytes[0] != 8) {
      return false;
    }
    try {
      return ModelProto.parseFrom(bytes).hasGraph();
    } catch (InvalidProtocolBufferException e) {
      return false;
    }
  }

  private static boolean isText(byte[] bytes) {
    for (byte b : bytes) {
      if (b >= 0 && b < ' ' && b != '\n' && b != '\r' && b != '\t') {
        return false;
      }
    }
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)) != null;
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
