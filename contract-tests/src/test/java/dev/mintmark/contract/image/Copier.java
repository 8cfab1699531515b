package dev.mintmark.contract.image;

import dev.mintmark.contract.line.Command;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

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
