package dev.mintmark.vendor.client;

import dev.mintmark.vendor.VendorException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Maven with whatever mirrors and credentials the user gave it. */
public record MavenClient(Client client) {
  /** The version that builds the project: Maven has it already. */
  private static final String COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.9.0:copy";

  public static MavenClient of(Map<String, String> environment) {
    return new MavenClient(new Client("mvn", "apt-get install maven", environment));
  }

  /**
   * Puts a jar into a folder: from the local repository where it is there, so also offline.
   *
   * @param classifier of the jar, e.g. {@code linux-x86_64}
   * @throws VendorException (VND-001, VND-002)
   */
  public Path copy(
      String group, String artifact, String version, Optional<String> classifier, Path folder)
      throws IOException {
    String suffix = classifier.map(each -> "-" + each).orElse("");
    Path jar = folder.resolve(artifact + "-" + version + suffix + ".jar");
    String wanted =
        "%s:%s:%s:jar%s"
            .formatted(group, artifact, version, classifier.map(each -> ":" + each).orElse(""));
    if (copy(wanted, folder, "-o").exit() == 0 && Files.exists(jar)) {
      return jar;
    }
    return client.arrived(copy(wanted, folder, "-U"), jar, wanted);
  }

  private Client.Ended copy(String wanted, Path folder, String mode) throws IOException {
    return client.run(
        folder,
        List.of("-B", "-q", mode, COPY, "-Dartifact=" + wanted, "-DoutputDirectory=" + folder));
  }
}
