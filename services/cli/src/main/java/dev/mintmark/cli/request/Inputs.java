package dev.mintmark.cli.request;

import dev.mintmark.cli.failure.CommandException;
import dev.mintmark.cli.releasefile.FileOrigin;
import dev.mintmark.cli.releasefile.InputPath;
import dev.mintmark.cli.releasefile.InvalidReleaseFileException;
import dev.mintmark.cli.releasefile.Problem;
import dev.mintmark.cli.releasefile.ReleaseFile;
import dev.mintmark.cli.vendor.Dockerfiles;
import dev.mintmark.cli.vendor.LockPlaces;
import dev.mintmark.cli.vendor.PinnedFiles;
import dev.mintmark.cli.vendor.VendoredFiles;
import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.content.MediaTypes;
import dev.mintmark.content.Tree;
import dev.mintmark.inputs.TargetProfile;
import dev.mintmark.inputs.dockerfile.PinnedImage;
import dev.mintmark.vendor.VendorCode;
import dev.mintmark.vendor.VendorException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds and hashes what a release file names; notes what is missing and goes on. */
final class Inputs {
  private static final Artifact NONE = Artifact.of(new byte[0], MediaTypes.OCTET_STREAM);

  private final InputFolders folders;
  private final Map<Digest, Upload> uploads = new LinkedHashMap<>();
  private final List<Problem> problems = new ArrayList<>();
  private final List<String> untested = new ArrayList<>();

  Inputs(InputFolders folders) {
    this.folders = folders;
  }

  /** A single file, to be uploaded. */
  Artifact file(InputPath path, String mediaType) {
    Optional<Path> file = resolve(path);
    if (file.isEmpty()) {
      return NONE;
    }
    if (!Files.isRegularFile(file.get())) {
      return missing(path, file.get(), "file");
    }
    return hash(path, file.get(), mediaType);
  }

  /** Where a file or folder is; nothing of it is read, or to be uploaded. */
  Path place(InputPath path) {
    Optional<Path> found = resolve(path);
    if (found.isPresent() && !Files.exists(found.get())) {
      missing(path, found.get(), "file or folder");
    }
    return found.orElse(folders.releaseFile());
  }

  /** A folder whose files and tree are to be uploaded. */
  Artifact tree(InputPath path) {
    Optional<Tree> tree = hashTree(path);
    if (tree.isEmpty()) {
      return NONE;
    }
    Path folder = resolve(path).orElseThrow();
    for (Tree.Entry entry : tree.get().entries()) {
      Artifact artifact = new Artifact(entry.digest(), mediaType(entry.path()), entry.size());
      add(new Upload.OfFile(artifact, folder.resolve(entry.path())));
    }
    Artifact artifact = tree.get().artifact();
    add(new Upload.OfBytes(artifact, tree.get().bytes()));
    return artifact;
  }

  /** Training data: its digest, and nothing is uploaded. */
  Digest dataset(ReleaseFile.Dataset dataset) {
    return switch (dataset) {
      case ReleaseFile.DatasetDigest known -> known.digest();
      case ReleaseFile.DatasetFolder folder ->
          hashTree(folder.folder()).map(Tree::digest).orElse(NONE.digest());
    };
  }

  /** The profile of a device class. */
  Artifact profile(ReleaseFile.Target target) {
    Path file = folders.targets().resolve(target.name() + ".yaml");
    if (!Files.isRegularFile(file)) {
      String text =
          "there is no target profile '%s' in %s; known are %s"
              .formatted(target.name(), folders.targets(), knownTargets());
      problems.add(new Problem("CLI-011", target.line(), "targets", text));
      return NONE;
    }
    InputPath path =
        new InputPath(
            InputPath.Root.RELEASE_FILE, target.name() + ".yaml", target.line(), "targets");
    noteUntested(target, file);
    return hash(path, file, MediaTypes.TARGET_PROFILE);
  }

  /** What is no profile is refused by the line, with a code; it has nothing to say here. */
  private void noteUntested(ReleaseFile.Target target, Path file) {
    try {
      if (Files.size(file) <= TargetProfile.MAX_BYTES
          && TargetProfile.parse(Files.readAllBytes(file)).isUntested()) {
        untested.add(target.name());
      }
    } catch (IOException | IllegalArgumentException e) {
      // Hashing it tells what is wrong with the file.
    }
  }

  /** Targets whose profile says that nobody has run a release on such hardware. */
  List<String> untested() {
    return List.copyOf(untested);
  }

  /** What the image takes from the vendor folder, to be uploaded. */
  VendoredFiles vendored(ReleaseFile release) {
    try {
      VendoredFiles files = VendoredFiles.find(release, folders.locks(), folders.vendor());
      files.packages().forEach(each -> addVendored(each.source()));
      files.base().forEach(this::addVendored);
      return files;
    } catch (CommandException e) {
      problems.add(
          new Problem(
              e.code(),
              release.image().base().line(),
              "image.dockerfile",
              String.valueOf(e.getMessage())));
    } catch (VendorException e) {
      problems.add(
          new Problem(
              e.code().code(),
              release.image().base().line(),
              "image",
              "%s: %s; %s".formatted(e.subject(), e.found(), e.advice())));
    } catch (IOException e) {
      problems.add(
          new Problem(
              "CLI-012",
              release.image().base().line(),
              "image",
              "cannot read vendored files: " + e));
    }
    return new VendoredFiles(List.of(), List.of());
  }

  /** The files that packages are taken from, by the names that evidence has, to be uploaded. */
  SortedMap<String, Artifact> locks(ReleaseFile release) {
    SortedMap<String, Artifact> locks = new TreeMap<>();
    for (Path file : folders.locks().lockFiles(release)) {
      try {
        Artifact artifact =
            new Artifact(Digest.of(file), MediaTypes.OCTET_STREAM, Files.size(file));
        add(new Upload.OfFile(artifact, file));
        locks.put(LockPlaces.evidenceName(file), artifact);
      } catch (IOException e) {
        // What is vendored was looked up by it, and that said what is wrong.
      }
    }
    return locks;
  }

  /** A file of the image, to be uploaded, wherever it comes from. */
  Artifact imageFile(FileOrigin origin) {
    return switch (origin) {
      case FileOrigin.Local local -> file(local.path(), MediaTypes.OCTET_STREAM);
      case FileOrigin.Outside outside -> outside(outside);
    };
  }

  private Artifact outside(FileOrigin.Outside file) {
    try {
      Artifact artifact = PinnedFiles.find(folders.vendor(), file);
      addVendored(artifact);
      return artifact;
    } catch (VendorException e) {
      String text = "%s: %s; %s".formatted(e.subject(), e.found(), e.advice());
      problems.add(new Problem(e.code().code(), file.line(), file.key(), text));
    } catch (IOException e) {
      problems.add(
          new Problem("CLI-012", file.line(), file.key(), "cannot read the vendored file: " + e));
    }
    return NONE;
  }

  /** An export of Nix or Guix, to be uploaded; another one than was pinned is a problem. */
  Artifact closure(ReleaseFile.Closure closure) {
    Artifact found = file(closure.file(), MediaTypes.OCTET_STREAM);
    if (!found.equals(NONE) && !found.digest().equals(closure.digest())) {
      problem(
          VendorCode.DIGEST.code(),
          closure.file(),
          "it has %s, the release file says %s; export it again, or write what it has"
              .formatted(found.digest(), closure.digest()));
    }
    return found;
  }

  /** The images that the Dockerfile names; none for one with which there is a problem. */
  List<PinnedImage> dockerfileImages(ReleaseFile release) {
    try {
      return Dockerfiles.images(release, folders.locks());
    } catch (IOException | VendorException | CommandException e) {
      // Noted already, where the vendored files are looked for.
      return List.of();
    }
  }

  private void addVendored(Artifact artifact) {
    add(new Upload.OfFile(artifact, folders.vendor().path(artifact.digest())));
  }

  List<Upload> uploads() {
    return List.copyOf(uploads.values());
  }

  void throwIfProblems() throws InvalidReleaseFileException {
    if (!problems.isEmpty()) {
      throw new InvalidReleaseFileException(
          problems.stream().sorted(Comparator.comparingInt(Problem::line)).toList());
    }
  }

  private Optional<Tree> hashTree(InputPath path) {
    Optional<Path> folder = resolve(path);
    if (folder.isEmpty()) {
      return Optional.empty();
    }
    if (!Files.isDirectory(folder.get())) {
      missing(path, folder.get(), "folder");
      return Optional.empty();
    }
    try {
      Tree tree = Tree.of(folder.get());
      if (tree.entries().isEmpty()) {
        problem("CLI-012", path, "the folder " + folder.get() + " is empty; put its files there");
        return Optional.empty();
      }
      return Optional.of(tree);
    } catch (IllegalArgumentException e) {
      problem("CLI-013", path, e.getMessage() + "; put the file itself there");
    } catch (IOException e) {
      problem("CLI-012", path, "cannot read " + folder.get() + ": " + e);
    }
    return Optional.empty();
  }

  private Artifact hash(InputPath path, Path file, String mediaType) {
    try {
      Artifact artifact = new Artifact(Digest.of(file), mediaType, Files.size(file));
      add(new Upload.OfFile(artifact, file));
      return artifact;
    } catch (IOException e) {
      problem("CLI-012", path, "cannot read " + file + ": " + e);
      return NONE;
    }
  }

  /** The place of a path; a link that leads outside its root is as bad as a path that does. */
  private Optional<Path> resolve(InputPath path) {
    Optional<Path> root =
        switch (path.root()) {
          case RELEASE_FILE -> Optional.of(folders.releaseFile());
          case INPUTS -> folders.inputs();
        };
    if (root.isEmpty()) {
      problem("CLI-014", path, "is '" + path + "': say where that is with --inputs DIR");
      return Optional.empty();
    }
    Path found = root.get().resolve(path.relative());
    try {
      if (Files.exists(found) && !found.toRealPath().startsWith(root.get().toRealPath())) {
        problem(
            "CLI-013", path, found + " is a link that leads outside; put the file itself there");
        return Optional.empty();
      }
    } catch (IOException e) {
      problem("CLI-012", path, "cannot read " + found + ": " + e);
      return Optional.empty();
    }
    return Optional.of(found);
  }

  private Artifact missing(InputPath path, Path found, String kind) {
    String text = Files.exists(found) ? " is not a " + kind : " does not exist";
    problem("CLI-012", path, found + text + "; put the " + kind + " there or correct the path");
    return NONE;
  }

  private String knownTargets() {
    try (Stream<Path> files = Files.list(folders.targets())) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".yaml"))
          .map(name -> name.substring(0, name.length() - ".yaml".length()))
          .sorted()
          .collect(Collectors.joining(", "));
    } catch (IOException e) {
      return "none: the folder cannot be read";
    }
  }

  private void add(Upload upload) {
    uploads.putIfAbsent(upload.artifact().digest(), upload);
  }

  private void problem(String code, InputPath path, String text) {
    problems.add(new Problem(code, path.line(), path.key(), text));
  }

  private static String mediaType(String name) {
    return name.endsWith(".npy") ? MediaTypes.NPY : MediaTypes.OCTET_STREAM;
  }
}
