package dev.mintmark.contract.image;

import dev.mintmark.contract.line.Command;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/**
 * A program that copies an image of all platforms from one registry to another.
 *
 * @param program its name
 * @param path where it is
 */
record Copier(String program, String path) {
  /** skopeo, and of crane and oras those that {@code MINTMARK_OCI_CLIENTS} has. */
  static List<Copier> thatAreThere() {
    List<Copier> copiers = new ArrayList<>(List.of(new Copier("skopeo", "skopeo")));
    String folder = System.getenv("MINTMARK_OCI_CLIENTS");
    for (String program : List.of("crane", "oras")) {
      if (folder != null && Files.isExecutable(Path.of(folder, program))) {
        copiers.add(new Copier(program, Path.of(folder, program).toString()));
      }
    }
    return copiers;
  }

  /** The program, or a skipped test that says how to get it. */
  static Copier require(String program) {
    Assumptions.assumeTrue(
        !program.equals("skopeo") || Command.isThere(program),
        "skopeo is not there; apt install skopeo");
    return thatAreThere().stream()
        .filter(copier -> copier.program().equals(program))
        .findFirst()
        .orElseGet(() ->
            Assumptions.abort(
                program
                    + " is not there; contract-tests/tools/get-oci-clients.sh DIR builds it,"
                    + " MINTMARK_OCI_CLIENTS=DIR names it"));
  }

  /**
   * Brings the image of all platforms to a folder, as a layout (OCI image layout 1.0).
   *
   * @param folder must not be there
   */
  Command pull(String from, Path folder) {
    List<String> words =
        switch (program) {
          case "skopeo" ->
              List.of(
                  path,
                  "copy",
                  "--all",
                  "--quiet",
                  "--src-tls-verify=false",
                  "docker://" + from,
                  "oci:" + folder + ":pulled");
          case "crane" ->
              List.of(path, "pull", "--insecure", "--format=oci", from, folder.toString());
          case "oras" ->
              List.of(path, "cp", "--from-plain-http", "--to-oci-layout", from, folder + ":pulled");
          default -> throw new IllegalArgumentException(program);
        };
    return Command.run(Map.of(), words);
  }

  /** Copies it with all that refers to it; only oras can. */
  Command copyWithReferrers(String from, String to) {
    return Command.run(
        Map.of(),
        List.of(path, "cp", "--recursive", "--from-plain-http", "--to-plain-http", from, to));
  }

  Command copy(String from, String to) {
    List<String> words =
        switch (program) {
          case "skopeo" ->
              List.of(
                  path,
                  "copy",
                  "--all",
                  "--quiet",
                  "--src-tls-verify=false",
                  "--dest-tls-verify=false",
                  "docker://" + from,
                  "docker://" + to);
          case "crane" -> List.of(path, "copy", "--insecure", from, to);
          case "oras" -> List.of(path, "cp", "--from-plain-http", "--to-plain-http", from, to);
          default -> throw new IllegalArgumentException(program);
        };
    return Command.run(Map.of(), words);
  }
}
