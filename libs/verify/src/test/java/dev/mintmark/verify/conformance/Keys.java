package dev.mintmark.verify.conformance;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.mintmark.verify.key.SigningKey;

/** The keys of the fixtures. They are here for everyone to see and protect nothing. */
final class Keys {
  private static final String FIRST_BODY =
      """
      MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgNNvCTBNsyeoa8sGM
      dOuFHBWgAZmmiWq4aczNhcjhJ0ihRANCAAR3J+UyqBTtPBYIX4DcBHVRzfpXHHcp
      GvZ/bLGSvdNpYQUBtF0MDgv2/ds2Tc3iTmG2sWUNxsw0C4PYW5n27X+V
      """;
  private static final String SECOND_BODY =
      """
      MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg5zhnswbinoR/vieB
      20TYB2e0U9WDMsGuiyug44KgpvWhRANCAAS3KpuuqgeDn+bdAc9f0XWXVwx5I2af
      LrQh52Nc350maHWIevNI/YgbRO1bW6cIBNpLy64ZJMGcgZhx6q6EsjGz
      """;
  private static final String FRAME = "-----%s PRIVATE KEY-----\n";

  /** The one that signed what is right. */
  static final SigningKey FIRST = key(FIRST_BODY);

  /** Another one. */
  static final SigningKey SECOND = key(SECOND_BODY);

  private Keys() {}

  private static SigningKey key(String body) {
    String pem = FRAME.formatted("BEGIN") + body + FRAME.formatted("END");
    return SigningKey.ofPem(pem.getBytes(US_ASCII), "key of the fixtures");
  }
}
