package dev.mintmark.embedded.server;

import dev.mintmark.embedded.Endpoints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What opens S3, Kafka and PostgreSQL: made once for a data directory.
 *
 * @param s3AccessKey not secret
 * @param s3SecretKey 40 hexadecimal digits
 * @param postgresPassword 40 hexadecimal digits
 * @param s3Identities secret keys of those that may do some things only, by their names; 40
 *     hexadecimal digits each
 * @param kafkaPasswords of those that come to Kafka with a password, by their names; 40 hexadecimal
 *     digits each
 */
record Secrets(
    String s3AccessKey,
    String s3SecretKey,
    String postgresPassword,
    SortedMap<String, String> s3Identities,
    SortedMap<String, String> kafkaPasswords) {

  Secrets {
    s3Identities = new TreeMap<>(s3Identities);
    kafkaPasswords = new TreeMap<>(kafkaPasswords);
  }

  /**
   * Reads the file, or makes it; an identity that is new in it gets its secret now.
   *
   * @param s3Identities names of those of S3
   * @param kafkaIdentities names of those of Kafka
   */
  static Secrets keptIn(Path file, List<String> s3Identities, List<String> kafkaIdentities)
      throws IOException {
    boolean first = !Files.exists(file);
    SortedMap<String, String> values = first ? new TreeMap<>() : PrivateFiles.read(file);
    int before = values.size();
    if (first) {
      values.put("s3.access-key", "mintmark");
      values.put("s3.secret-key", random());
      values.put("postgresql.password", random());
    }
    s3Identities.forEach(name -> values.computeIfAbsent(key(name), n -> random()));
    kafkaIdentities.forEach(
        name -> values.computeIfAbsent(Endpoints.kafkaPasswordOf(name), n -> random()));
    if (values.size() != before) {
      PrivateFiles.write(file, values);
    }
    SortedMap<String, String> identities = new TreeMap<>();
    for (String name : s3Identities) {
      identities.put(name, required(values, file, key(name)));
    }
    SortedMap<String, String> passwords = new TreeMap<>();
    for (String name : kafkaIdentities) {
      passwords.put(name, required(values, file, Endpoints.kafkaPasswordOf(name)));
    }
    return new Secrets(
        required(values, file, "s3.access-key"),
        required(values, file, "s3.secret-key"),
        required(values, file, "postgresql.password"),
        identities,
        passwords);
  }

  String s3SecretKeyOf(String identity) {
    String secret = s3Identities.get(identity);
    if (secret == null) {
      throw new IllegalArgumentException("no such identity: " + identity);
    }
    return secret;
  }

  @Override
  public String toString() {
    return "Secrets";
  }

  private static String key(String identity) {
    return Endpoints.s3SecretKeyOf(identity);
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
