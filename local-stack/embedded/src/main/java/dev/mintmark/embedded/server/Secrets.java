package dev.mintmark.embedded.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What opens S3 and PostgreSQL: made once for a data directory.
 *
 * @param s3AccessKey not secret
 * @param s3SecretKey 40 hexadecimal digits
 * @param postgresPassword 40 hexadecimal digits
 */
record Secrets(String s3AccessKey, String s3SecretKey, String postgresPassword) {

  /** Reads the file, or makes it. */
  static Secrets keptIn(Path file) throws IOException {
    if (!Files.exists(file)) {
      SortedMap<String, String> values = new TreeMap<>();
      values.put("s3.access-key", "mintmark");
      values.put("s3.secret-key", random());
      values.put("postgresql.password", random());
      PrivateFiles.write(file, values);
    }
    SortedMap<String, String> values = PrivateFiles.read(file);
    return new Secrets(
        required(values, file, "s3.access-key"),
        required(values, file, "s3.secret-key"),
        required(values, file, "postgresql.password"));
  }

  @Override
  public String toString() {
    return "Secrets";
  }

  private static String required(SortedMap<String, String> values, Path file, String key)
      throws IOException {
    String value = values.get(key);
    if (value == null) {
      throw new IOException("no " + key + " in " + file + "; put it back from a backup");
    }
    return value;
  }

  private static String random() {
    byte[] bytes = new byte[20];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
