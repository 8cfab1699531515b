package dev.mintmark.vendor.client;

import dev.mintmark.vendor.VendorException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** npm with whatever registry and credentials the user gave it. */
public record NpmClient(Client client) {
  public static NpmClient of(Map<String, String> environment) {
    return new NpmClient(new Client("npm", "it comes with Node.js", environment));
  }

  /** {@code npm pack} names {@code @scope/name} as {@code scope-name}. */
  public static String archiveName(String name, String version) {
    return name.replaceFirst("^@", "").replace('/', '-') + "-" + version + ".tgz";
  }

  /**
   * Puts a package's archive into a folder, as it was published; none of its scripts is run.
   *
   * @param name of the strict form that npm has, so that it cannot be an option, a path or an
   *     address
   * @throws VendorException (VND-001, VND-002)
   */
  public Path pack(String name, String version, Path folder) throws IOException {
    String wanted = name + "@" + version;
    List<String> words =
        List.of("pack", wanted, "--pack-destination", folder.toString(), "--ignore-scripts");
    return client.arrived(
        client.run(folder, words), folder.resolve(archiveName(name, version)), wanted);
  }
}
