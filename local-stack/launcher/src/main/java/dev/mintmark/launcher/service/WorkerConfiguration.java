package dev.mintmark.launcher.service;

import dev.mintmark.embedded.server.PrivateFiles;
import dev.mintmark.launcher.toolchain.Installed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;

/** Writes the properties file of one step of a rebuild. */
final class WorkerConfiguration {
  private WorkerConfiguration() {}

  /**
   * Writes it, and makes the folders that it names.
   *
   * @param folder of the worker
   * @param settings what all workers of the run have in common
   * @return the file, mode 0600
   */
  static Path write(Path folder, int port, SortedMap<String, String> settings, Installed installed)
      throws IOException {
    Path file = folder.resolve("worker.properties");
    SortedMap<String, String> values = new TreeMap<>(settings);
    values.put("quarkus.http.host", "127.0.0.1");
    values.put("quarkus.http.port", Integer.toString(port));
    values.put("mintmark.instance", "0");
    values.put("mintmark.work-dir", PrivateFiles.folder(folder.resolve("files")).toString());
    // What runs may be older than this launcher, and not know each property that it writes.
    values.put("smallrye.config.mapping.validate-unknown", "false");
    values.putAll(ToolchainFiles.write(file, installed));
    PrivateFiles.folder(folder.resolve("tmp"));
    PrivateFiles.write(file, values);
    return file;
  }
}
