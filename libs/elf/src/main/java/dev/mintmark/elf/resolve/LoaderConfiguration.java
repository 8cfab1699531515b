package dev.mintmark.elf.resolve;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Folders that {@code /etc/ld.so.conf} and {@code /etc/ld.so.conf.d/*.conf} name. The loader does
 * not read them, only {@code ldconfig} does; here they explain why a library that lies in one of
 * them is not found.
 */
final class LoaderConfiguration {
  private static final int MOST_BYTES = 64 << 10;
  private final TreeSet<String> folders = new TreeSet<>();

  private LoaderConfiguration() {}

  static LoaderConfiguration read(FileTree tree) throws IOException {
    LoaderConfiguration configuration = new LoaderConfiguration();
    for (Map.Entry<String, FileTree.Node> entry :
        tree.nodes().subMap("/etc/ld.so.conf", "/etc/ld.so.conf.e").entrySet()) {
      if (entry.getKey().endsWith(".conf") && entry.getValue() instanceof FileTree.File file) {
        configuration.read(file);
      }
    }
    return configuration;
  }

  private void read(FileTree.File file) throws IOException {
    try (InputStream in = file.content().open()) {
      String text = new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
      text.lines().map(String::strip).filter(line -> line.startsWith("/")).forEach(folders::add);
    }
  }

  /** The configured folder that has such a file. */
  Optional<String> folderOf(String library, FileTree tree) {
    return folders.stream()
        .filter(folder -> tree.find(folder + "/" + library).isPresent())
        .findFirst();
  }
}
