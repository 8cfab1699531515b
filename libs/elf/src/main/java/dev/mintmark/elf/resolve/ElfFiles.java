package dev.mintmark.elf.resolve;

import dev.mintmark.elf.ElfException;
import dev.mintmark.elf.ElfFile;
import dev.mintmark.elf.ElfReader;
import dev.mintmark.elf.StreamSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The image's ELF files, each read once; what another machine loads is set apart. */
final class ElfFiles {
  private final FileTree tree;
  private final SortedMap<String, ElfFile> files = new TreeMap<>();
  private final List<Finding> findings = new ArrayList<>();

  private ElfFiles(FileTree tree) {
    this.tree = tree;
  }

  static ElfFiles read(FileTree tree, String platform) throws IOException {
    ElfFiles files = new ElfFiles(tree);
    for (Map.Entry<String, FileTree.Node> entry : tree.nodes().entrySet()) {
      if (entry.getValue() instanceof FileTree.File file && file.elf()) {
        files.add(entry.getKey(), file, platform);
      }
    }
    return files;
  }

  private void add(String path, FileTree.File file, String platform) throws IOException {
    try (StreamSource source = new StreamSource(path, file.size(), file.content())) {
      ElfFile read = ElfReader.read(path, source);
      if (!read.header().isLoadable()) {
        return;
      }
      if (read.header().isFor(platform)) {
        files.put(path, read);
      } else {
        findings.add(
            finding(
                Finding.Kind.OTHER_MACHINE,
                path,
                platform,
                "it is for " + read.header().machineName()));
      }
    } catch (ElfException e) {
      findings.add(
          finding(
              Finding.Kind.UNREADABLE,
              path,
              e.error().code(),
              e.found() + " (" + e.error().code() + ")"));
    }
  }

  private static Finding finding(Finding.Kind kind, String path, String missing, String found) {
    return new Finding(kind, path, missing, found, List.of());
  }

  /** By absolute path without links. */
  SortedMap<String, ElfFile> all() {
    return files;
  }

  List<Finding> findings() {
    return findings;
  }

  /** What a loader would map for this path; empty when nothing that it takes is there. */
  Optional<LoadedObject> load(String path, LoadedObject requester) {
    return at(path)
        .filter(found -> found.file().header().fits(requester.file().header()))
        .map(found -> new LoadedObject(path, found.real(), found.file(), requester));
  }

  Optional<LoadedObject> at(String path) {
    Optional<FileTree.Found> found = tree.find(path);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    String real = found.get().path();
    ElfFile file = files.get(real);
    return file == null ? Optional.empty() : Optional.of(new LoadedObject(path, real, file, null));
  }
}
