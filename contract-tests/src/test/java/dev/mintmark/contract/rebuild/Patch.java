package dev.mintmark.contract.rebuild;

import dev.mintmark.contract.line.Line;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Another text in a source of a service, or of a library that it brings.
 *
 * @param module of the source, e.g. {@code libs/oci}
 * @param type the class, e.g. {@code dev.mintmark.oci.layer.LayerWriter}
 * @param text what stands there, once
 * @param other what stands there instead
 */
record Patch(String service, String module, String type, String text, String other) {
  private static final String SOURCES = "src/main/java";

  /**
   * Compiles the patched sources of one service.
   *
   * @param jars what the service has on its class path
   * @param work a folder of its own
   * @return bytes of classes by their names in a jar
   */
  static Map<String, byte[]> compile(List<Patch> patches, List<Path> jars, Path work)
      throws IOException {
    Map<Path, String> sources = new LinkedHashMap<>();
    for (Patch patch : patches) {
      Path file = patch.source();
      String source = sources.containsKey(file) ? sources.get(file) : Files.readString(file);
      sources.put(file, patch.apply(source));
    }
    Path fresh = Files.createDirectories(work.resolve(SOURCES));
    Path classes = Files.createDirectories(work.resolve("classes"));
    for (Map.Entry<Path, String> source : sources.entrySet()) {
      Files.writeString(fresh.resolve(source.getKey().getFileName()), source.getValue());
    }
    compile(fresh, jars, classes);
    return read(classes);
  }

  private Path source() {
    return Line.PROJECT.resolve(module).resolve(SOURCES).resolve(type.replace('.', '/') + ".java");
  }

  private String apply(String source) {
    int at = source.indexOf(text);
    if (at < 0 || source.indexOf(text, at + 1) >= 0) {
      throw new IllegalStateException("'" + text + "' does not stand in " + type + " once");
    }
    return source.replace(text, other);
  }

  private static void compile(Path sources, List<Path> jars, Path classes) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    if (compiler == null) {
      throw new IllegalStateException("these tests run on a JDK, not on a runtime alone");
    }
    String classPath =
        jars.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    StringWriter said = new StringWriter();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
        Stream<Path> all = Files.list(sources)) {
      boolean done =
          compiler
              .getTask(
                  said,
                  files,
                  null,
                  List.of(
                      "--release",
                      "21",
                      "-proc:none",
                      "-nowarn",
                      "-parameters",
                      "-cp",
                      classPath,
                      "-d",
                      classes.toString()),
                  null,
                  files.getJavaFileObjectsFromPaths(all.toList()))
              .call();
      if (!done) {
        throw new IllegalStateException("a patched source does not compile: " + said);
      }
    }
  }

  private static Map<String, byte[]> read(Path classes) throws IOException {
    Map<String, byte[]> read = new HashMap<>();
    try (Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        read.put(
            classes.relativize(file).toString().replace(File.separatorChar, '/'),
            Files.readAllBytes(file));
      }
    }
    return read;
  }
}
