package dev.mintmark.contract.rebuild;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.mintmark.contract.line.Line;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** A checkout that is this one, but for the code of one service: a later version of it. */
final class PatchedCheckout {
  private static final String CODE = "target/quarkus-app";

  private PatchedCheckout() {}

  /**
   * Makes it.
   *
   * @param text a constant in the service's classes
   * @param other of the same length
   */
  static Path make(Path root, String service, String text, String other) throws IOException {
    Path services = Files.createDirectories(root.resolve("services"));
    for (String folder : List.of("deploy", "examples", "local-stack")) {
      Files.createSymbolicLink(root.resolve(folder), Line.PROJECT.resolve(folder));
    }
    try (Stream<Path> modules = Files.list(Line.PROJECT.resolve("services"))) {
      for (Path module : modules.filter(m -> !m.endsWith(service)).toList()) {
        Files.createSymbolicLink(services.resolve(module.getFileName()), module);
      }
    }
    Path code = Line.PROJECT.resolve("services").resolve(service).resolve(CODE);
    Path copy = services.resolve(service).resolve(CODE);
    try (Stream<Path> files = Files.walk(code)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = copy.resolve(code.relativize(file));
        Files.createDirectories(target.getParent());
        Files.copy(file, target);
      }
    }
    try (Stream<Path> jars = Files.list(copy.resolve("app"))) {
      patch(jars.findFirst().orElseThrow(), text, other);
    }
    return root;
  }

  private static void patch(Path jar, String text, String other) throws IOException {
    boolean found = false;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipInputStream in = new ZipInputStream(Files.newInputStream(jar));
        ZipOutputStream out = new ZipOutputStream(bytes)) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        String content = new String(in.readAllBytes(), ISO_8859_1);
        found |= content.contains(text);
        out.putNextEntry(new ZipEntry(entry.getName()));
        out.write(content.replace(text, other).getBytes(ISO_8859_1));
      }
    }
    if (!found || text.length() != other.length()) {
      throw new IllegalStateException("no '" + text + "' to replace in " + jar);
    }
    Files.write(jar, bytes.toByteArray());
  }
}
