package dev.mintmark.inventory;

import dev.mintmark.content.Digest;
import dev.mintmark.inventory.found.FoundPackage;
import dev.mintmark.inventory.found.ImageFile;
import dev.mintmark.inventory.found.ImageFiles;
import dev.mintmark.packages.archive.FileSlice;
import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A folder with what this machine has written down of its packages, the jars of this build, and a
 * database of apk: a root that other programs can look through as well.
 */
final class SystemRoot {
  private static final String APK =
      "C:Q1a=\nP:musl\nV:1.2.5-r0\nA:x86_64\nS:1\nI:2\nT:libc\nU:u\nL:MIT\no:musl\nm:M <m@x>\nt:1\n"
          + "c:abc\nF:lib\nR:ld-musl-x86_64.so.1\na:0:0:755\nZ:Q1b=\n\n"
          + "C:Q1c=\nP:zlib\nV:1.3.1-r1\nA:x86_64\nS:1\nI:2\nT:z\nU:u\nL:Zlib\no:zlib\nm:M <m@x>\nt:1\n"
          + "c:abc\nD:so:libc.musl-x86_64.so.1\nF:lib\nR:libz.so.1\nZ:Q1d=\n\n";

  private final Path root;

  private SystemRoot(Path root) {
    this.root = root;
  }

  static SystemRoot in(Path root) throws IOException {
    SystemRoot made = new SystemRoot(root);
    made.copyTree("/var/lib/dpkg/info", ".list", 1);
    made.copy(Path.of("/var/lib/dpkg/status"));
    made.copy(Path.of("/usr/lib/os-release"));
    made.copyTree("/usr/share/doc", "/copyright", 2);
    made.copyTree("/usr/lib/python3/dist-packages", "/METADATA", 3);
    made.copyTree("/usr/lib/python3/dist-packages", "/RECORD", 3);
    made.copyTree("/usr/lib/python3/dist-packages", "/PKG-INFO", 3);
    made.copyTree("/usr/lib/python3/dist-packages", ".egg-info", 1);
    made.copyTree("/usr/share/nodejs", "/package.json", 3);
    made.copyTree("/usr/local/lib/node_modules", "/package.json", 8);
    made.copyTree("/usr/lib/node_modules", "/package.json", 8);
    for (String jar : System.getProperty("java.class.path").split(File.pathSeparator)) {
      if (jar.endsWith(".jar")) {
        Path to = root.resolve("opt/jars").resolve(Path.of(jar).getFileName());
        Files.createDirectories(to.getParent());
        Files.copy(Path.of(jar), to);
      }
    }
    Path apk = root.resolve("lib/apk/db/installed");
    Files.createDirectories(apk.getParent());
    Files.writeString(apk, APK);
    return made;
  }

  private void copyTree(String folder, String suffix, int depth) throws IOException {
    if (!Files.isDirectory(Path.of(folder))) {
      return;
    }
    List<Path> found;
    try (Stream<Path> files = Files.walk(Path.of(folder), depth)) {
      found = files.filter(f -> f.toString().endsWith(suffix)).toList();
    }
    for (Path file : found) {
      copy(file);
    }
  }

  private void copy(Path file) throws IOException {
    if (Files.isRegularFile(file)) {
      Path to = root.resolve(file.toString().substring(1));
      Files.createDirectories(to.getParent());
      Files.copy(file, to);
    }
  }

  Path folder() {
    return root;
  }

  Collection<FoundPackage> packages(Path scratch) throws IOException {
    List<FileChannel> open = new ArrayList<>();
    try {
      List<ImageFile> files = new ArrayList<>();
      List<Path> all;
      try (Stream<Path> walk = Files.walk(root)) {
        all = walk.filter(Files::isRegularFile).toList();
      }
      for (Path file : all) {
        files.add(
            new ImageFile(
                "/" + root.relativize(file),
                Files.size(file),
                Digest.of(Files.readAllBytes(file)),
                () -> {
                  open.add(FileChannel.open(file));
                  return FileSlice.of(open.getLast());
                }));
      }
      return Inventory.of(new ImageFiles(files), Set.of()::contains, scratch).packages().values();
    } finally {
      for (FileChannel channel : open) {
        channel.close();
      }
    }
  }
}
