package dev.mintmark.launcher.service;

import dev.mintmark.launcher.toolchain.FileDigests;
import dev.mintmark.launcher.toolchain.Installed;
import dev.mintmark.launcher.toolchain.Jdk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the services of this build run as. */
public final class PresentToolchains {
  private PresentToolchains() {}

  /**
   * Finds out, by service.
   *
   * @param root the folder that holds {@code services}
   * @param jdk the folder of the JDK that runs them
   */
  public static Map<String, Installed> find(
      Path root, Collection<Service> services, Path jdk, FileDigests digests) throws IOException {
    // All in one: each look at what is not known yet costs a JVM's start.
    List<Path> files = new ArrayList<>();
    if (Files.isRegularFile(Jdk.modules(jdk))) {
      files.add(Jdk.modules(jdk));
    }
    for (Service service : services) {
      files.addAll(FileDigests.files(service.folder(root)));
    }
    digests.of(files);
    Jdk found = Jdk.in(jdk, digests);
    Map<String, Installed> installed = new LinkedHashMap<>();
    for (Service service : services) {
      installed.put(
          service.name(), Installed.find(service.name(), service.folder(root), found, digests));
    }
    return installed;
  }
}
