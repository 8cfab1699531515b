package dev.mintmark.packages.entry;

import java.util.HexFormat;

/**
 * The value of an extended attribute.
 *
 * @param hex its bytes as lower-case hexadecimal digits
 */
public record Attribute(String hex) {
  public static Attribute of(byte[] value) {
    return new Attribute(HexFormat.of().formatHex(value));
  }

  public byte[] bytes() {
    return HexFormat.of().parseHex(hex);
  }
}
