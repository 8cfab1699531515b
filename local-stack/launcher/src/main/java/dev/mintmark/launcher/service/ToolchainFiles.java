package dev.mintmark.launcher.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.embedded.server.PrivateFiles;
import dev.mintmark.launcher.toolchain.Installed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** Tells a service what it runs as: files beside its configuration, and the properties of them. */
final class ToolchainFiles {
  private ToolchainFiles() {}

  /**
   * Writes the files.
   *
   * @param configuration the service's properties file
   * @return what belongs in it
   */
  static Map<String, String> write(Path configuration, Installed installed) throws IOException {
    String name = configuration.getFileName().toString().replace(".properties", "");
    Path document = configuration.resolveSibling(name + ".toolchain.json");
    Path files = configuration.resolveSibling(name + ".files");
    PrivateFiles.write(document, new String(installed.toolchain().document(), UTF_8));
    PrivateFiles.write(files, new String(installed.files().bytes(), UTF_8));
    return Map.of(
        "mintmark.toolchain.document", document.toString(),
        "mintmark.toolchain.files", files.toString(),
        "mintmark.toolchain.folder", installed.folder().toString());
  }
}
