package dev.mintmark.embedded.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * Lets a JVM keep its classes, at the end of its first run, in the form it has laid them out in
 * (class data sharing, from JDK 19 on), which halves the work of the next start. A JVM refuses an
 * archive of other jars, but does not make a new one then: so the archive's name says which jars it
 * is of.
 *
 * @param archive need not be there
 */
public record SharedClasses(Path archive) {

  /**
   * The archive of a JVM with these jars on its class path; those of earlier jars are removed.
   *
   * @param folder made where it is not there
   * @param name of the program, without a dash
   */
  public static SharedClasses in(Path folder, String name, List<Path> jars) throws IOException {
    Files.createDirectories(folder);
    Path archive = folder.resolve(name + "-" + key(jars) + ".jsa");
    try (DirectoryStream<Path> earlier = Files.newDirectoryStream(folder, name + "-*.jsa")) {
      for (Path file : earlier) {
        if (!file.equals(archive)) {
          Files.deleteIfExists(file);
        }
      }
    }
    return new SharedClasses(archive);
  }

  /** The JVM's options; it makes the archive where there is none, and says nothing about it. */
  public List<String> options() {
    return List.of(
        "-XX:+AutoCreateSharedArchive", "-XX:SharedArchiveFile=" + archive, "-Xlog:cds*=off");
  }

  /** To be called where a first run ended early: its archive would be of too few classes. */
  public void forget() throws IOException {
    Files.deleteIfExists(archive);
  }

  /** By what the JVM itself compares: paths, sizes and times. */
  private static String key(List<Path> jars) throws IOException {
    StringBuilder text = new StringBuilder();
    for (Path jar : jars) {
      text.append(jar).append('\n');
      text.append(Files.size(jar)).append(' ').append(Files.getLastModifiedTime(jar)).append('\n');
    }
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(text.toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
