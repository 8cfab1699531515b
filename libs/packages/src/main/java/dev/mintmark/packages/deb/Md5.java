package dev.mintmark.packages.deb;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The MD5 of a file: dpkg's own record of what is installed, and no proof of anything. */
record Md5(String hex) {
  static MessageDigest computation() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has MD5", e);
    }
  }

  static Md5 finish(MessageDigest md5) {
    return new Md5(HexFormat.of().formatHex(md5.digest()));
  }
}
