package dev.mintmark.contract.rebuild;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.mintmark.contract.line.Line;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A checkout that is this one, but for the code of some services: a later version of them. */
final class PatchedCheckout {
  private static final String CODE = "target/quarkus-app";

  private PatchedCheckout() {}

  /**
   * Makes one.
   *
   * @param text a constant in the service's classes
   * @param other of the same length
   */
  static Path make(Path root, String service, String text, String other) throws IOException {
    if (text.length() != other.length()) {
      throw new IllegalArgumentException("'" + other + "' is not as long as '" + text + "'");
    }
    Path code = copy(root, Set.of(service)).values().iterator().next();
    Set<String> found = new HashSet<>();
    UnaryOperator<byte[]> replace =
        content -> {
          String bytes = new String(content, ISO_8859_1);
          if (bytes.contains(text)) {
            found.add(text);
          }
          return bytes.replace(text, other).getBytes(ISO_8859_1);
        };
    Jar.rewrite(app(code), (name, content) -> replace.apply(content));
    if (found.isEmpty()) {
      throw new IllegalStateException("no '" + text + "' to replace in " + service);
    }
    return root;
  }

  /** Makes one of patched sources; only those are compiled. */
  static Path make(Path root, List<Patch> patches) throws IOException {
    Map<String, List<Patch>> byService =
        patches.stream().collect(Collectors.groupingBy(Patch::service));
    for (Map.Entry<String, Path> copy : copy(root, byService.keySet()).entrySet()) {
      List<Patch> own = byService.getOrDefault(copy.getKey(), List.of());
      List<Path> jars = jars(copy.getValue());
      Map<String, byte[]> classes =
          Patch.compile(own, jars, root.resolve("patched").resolve(copy.getKey()));
      Set<String> left = new HashSet<>(classes.keySet());
      for (Path jar : jars) {
        Set<String> inIt = Jar.names(jar);
        inIt.retainAll(classes.keySet());
        if (!inIt.isEmpty()) {
          Jar.rewrite(jar, (name, content) -> classes.getOrDefault(name, content));
          left.removeAll(inIt);
        }
      }
      if (!left.isEmpty()) {
        throw new IllegalStateException("no jar of " + copy.getKey() + " has " + left);
      }
    }
    return root;
  }

  /** Links everything but the code of these services, which it copies; gives the copies. */
  private static Map<String, Path> copy(Path root, Set<String> services) throws IOException {
    Path folder = Files.createDirectories(root.resolve("services"));
    for (String name : List.of("deploy", "examples", "local-stack")) {
      Files.createSymbolicLink(root.resolve(name), Line.PROJECT.resolve(name));
    }
    Map<String, Path> copies = new HashMap<>();
    try (Stream<Path> modules = Files.list(Line.PROJECT.resolve("services"))) {
      for (Path module : modules.toList()) {
        String name = module.getFileName().toString();
        if (services.contains(name)) {
          copies.put(name, copy(module.resolve(CODE), folder.resolve(name).resolve(CODE)));
        } else {
          Files.createSymbolicLink(folder.resolve(name), module);
        }
      }
    }
    return copies;
  }

  private static Path copy(Path code, Path copy) throws IOException {
    try (Stream<Path> files = Files.walk(code)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = copy.resolve(code.relativize(file));
        Files.createDirectories(target.getParent());
        Files.copy(file, target);
      }
    }
    return copy;
  }

  private static Path app(Path code) throws IOException {
    try (Stream<Path> jars = Files.list(code.resolve("app"))) {
      return jars.findFirst().orElseThrow();
    }
  }

  private static List<Path> jars(Path code) throws IOException {
    try (Stream<Path> files = Files.walk(code)) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    }
  }
}
