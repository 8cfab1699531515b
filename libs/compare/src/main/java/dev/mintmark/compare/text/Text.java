package dev.mintmark.compare.text;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.compare.difference.MalformedException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.List;

/** UTF-8 text as lines. */
public final class Text {
  /** Longer ones are compared as bytes. */
  public static final int MAX_BYTES = 4 << 20;

  private Text() {}

  /**
   * Decodes text.
   *
   * @throws MalformedException when it is not UTF-8
   */
  static String decode(byte[] bytes) {
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new MalformedException("it is not UTF-8", e);
    }
  }

  /** Split at line feeds only; the last one is empty when the text ends with one. */
  static List<String> lines(String text) {
    return List.of(text.split("\n", -1));
  }
}
