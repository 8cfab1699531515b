package dev.mintmark.elf.resolve;

import java.util.List;

/**
 * The folders that are built into an image's loader. Distributions build in different ones; which
 * are meant is told from where the C library itself lies, since the loader finds it there.
 */
final class LoaderFolders {
  private LoaderFolders() {}

  static List<String> of(Libc libc, FileTree tree, String platform) {
    if (libc == Libc.MUSL) {
      return List.of("/lib", "/usr/local/lib", "/usr/lib");
    }
    String tuple = platform.equals("linux/amd64") ? "x86_64-linux-gnu" : "aarch64-linux-gnu";
    List<List<String>> layouts =
        List.of(
            List.of("/lib/" + tuple, "/usr/lib/" + tuple, "/lib", "/usr/lib"),
            List.of("/lib64", "/usr/lib64"),
            List.of("/lib", "/usr/lib"));
    for (List<String> layout : layouts) {
      if (hasLibc(tree, layout.get(0)) || hasLibc(tree, layout.get(1))) {
        return layout;
      }
    }
    return List.of();
  }

  private static boolean hasLibc(FileTree tree, String folder) {
    return tree.find(folder + "/libc.so.6").isPresent();
  }
}
