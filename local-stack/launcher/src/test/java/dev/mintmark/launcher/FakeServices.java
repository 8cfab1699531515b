package dev.mintmark.launcher;

import dev.mintmark.launcher.service.Service;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** A checkout whose services are all {@link FakeService}. */
final class FakeServices {
  private FakeServices() {}

  static void build(Path root) throws IOException {
    for (Service service : Service.ALL) {
      Path folder =
          root.resolve("services").resolve(service.module()).resolve("target/quarkus-app");
      Files.createDirectories(folder);
      write(folder.resolve("quarkus-run.jar"));
    }
  }

  private static void write(Path jar) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, FakeService.class.getName());
    String entry = FakeService.class.getName().replace('.', '/') + ".class";
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file, manifest);
        InputStream in =
            Objects.requireNonNull(
                FakeService.class.getResourceAsStream("FakeService.class"), entry)) {
      out.putNextEntry(new JarEntry(entry));
      in.transferTo(out);
    }
  }
}
