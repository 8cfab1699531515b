package dev.mintmark.contract.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A module of the reactor, by its folder, e.g. {@code services/signer}. */
record Module(Path folder) {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final String GENERATED = "dev/mintmark/events";

  /** Every module that has code. */
  static List<Module> all() {
    try (Stream<Path> poms = Files.find(ROOT, 3, (p, a) -> p.endsWith("pom.xml"))) {
      return poms.map(Path::getParent)
          .filter(folder -> Files.isDirectory(folder.resolve("src/main/java")))
          .map(Module::new)
          .sorted((a, b) -> a.toString().compareTo(b.toString()))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Those directly under this folder. */
  static List<Module> under(String folder) {
    return all().stream().filter(m -> m.folder.getParent().equals(ROOT.resolve(folder))).toList();
  }

  /** The packages that the module's sources are in, e.g. {@code dev.mintmark.signer}. */
  List<String> packages() {
    Path sources = folder.resolve("src/main/java");
    try (Stream<Path> files = Files.walk(sources)) {
      return files
          .filter(f -> f.toString().endsWith(".java"))
          .map(f -> sources.relativize(f.getParent()).toString().replace('/', '.'))
          .distinct()
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its compiled classes without what a generator made. */
  JavaClasses classes() {
    Path classes = folder.resolve("target/classes");
    if (!Files.isDirectory(classes)) {
      throw new IllegalStateException(classes + " is not there: build the whole reactor first");
    }
    return new ClassFileImporter()
        .withImportOption(location -> !location.contains(GENERATED))
        .importPath(classes);
  }

  @Override
  public String toString() {
    return ROOT.relativize(folder).toString();
  }
}
