package dev.mintmark.contract.rebuild;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** Jars, read and written anew. */
final class Jar {
  private Jar() {}

  /** What an entry's content becomes. */
  interface Change {
    byte[] of(String name, byte[] content);
  }

  static Set<String> names(Path jar) throws IOException {
    try (ZipFile file = new ZipFile(jar.toFile())) {
      Set<String> names = new TreeSet<>();
      file.stream().map(ZipEntry::getName).forEach(names::add);
      return names;
    }
  }

  /** Writes each entry as it becomes. */
  static void rewrite(Path jar, Change change) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipInputStream in = new ZipInputStream(Files.newInputStream(jar));
        ZipOutputStream out = new ZipOutputStream(bytes)) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        out.putNextEntry(new ZipEntry(entry.getName()));
        out.write(change.of(entry.getName(), in.readAllBytes()));
      }
    }
    Files.write(jar, bytes.toByteArray());
  }
}
