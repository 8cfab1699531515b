package dev.mintmark.elf.resolve;

import dev.mintmark.elf.ElfFixture;
import dev.mintmark.elf.ElfHeader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** An image's files in memory. */
final class ImageFixture {
  static final String GLIBC_LOADER = "/lib64/ld-linux-x86-64.so.2";
  static final String MUSL_LOADER = "/lib/ld-musl-x86_64.so.1";
  private final SortedMap<String, FileTree.Node> nodes = new TreeMap<>();

  /** As Debian has it: merged /usr, libraries in a folder of their own. */
  static ImageFixture debian() {
    String folder = "/usr/lib/x86_64-linux-gnu/";
    return new ImageFixture()
        .link("/lib", "usr/lib")
        .link("/lib64", "usr/lib64")
        .link("/usr/lib64/ld-linux-x86-64.so.2", "../lib/x86_64-linux-gnu/ld-linux-x86-64.so.2")
        .elf(
            folder + "ld-linux-x86-64.so.2",
            ElfFixture.library("ld-linux-x86-64.so.2").defines("ld-linux-x86-64.so.2", "GLIBC_2.3"))
        .elf(
            folder + "libc.so.6",
            ElfFixture.library("libc.so.6")
                .needs("ld-linux-x86-64.so.2", "GLIBC_2.3")
                .defines("libc.so.6", "GLIBC_2.2.5", "GLIBC_2.36"));
  }

  static ImageFixture alpine() {
    return new ImageFixture()
        .elf(MUSL_LOADER, ElfFixture.library("libc.musl-x86_64.so.1"))
        .link("/lib/libc.musl-x86_64.so.1", "ld-musl-x86_64.so.1");
  }

  ImageFixture elf(String path, ElfFixture elf) {
    return file(path, elf.build());
  }

  ImageFixture file(String path, byte[] bytes) {
    boolean elf = ElfHeader.isElf(bytes);
    nodes.put(path, new FileTree.File(bytes.length, elf, () -> new ByteArrayInputStream(bytes)));
    return this;
  }

  ImageFixture link(String path, String target) {
    nodes.put(path, new FileTree.Link(target));
    return this;
  }

  FileTree tree() {
    return new FileTree(nodes);
  }

  List<Finding> check(String... libraryPath) throws IOException {
    return new Linkage(tree(), "linux/amd64", List.of(libraryPath), Optional.empty()).check();
  }

  List<Finding> checkOn(DeviceRuntime device) throws IOException {
    return new Linkage(tree(), "linux/amd64", List.of(), Optional.of(device)).check();
  }
}
