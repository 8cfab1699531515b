package dev.mintmark.verify.model;

import dev.mintmark.content.Digest;
import dev.mintmark.verify.refusal.RefusalCode;
import dev.mintmark.verify.refusal.RefusedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A model on a disk: a folder of plain files, or one plain file. Links are never followed. */
public final class ModelFolder {
  /** What is not part of a model unless its signer says so. */
  public static final List<ModelPath> VERSION_CONTROL =
      Stream.of(".git", ".gitattributes", ".github", ".gitignore").map(ModelPath::new).toList();

  private final Path root;

  /** The model is read when it is asked for its files. */
  public ModelFolder(Path root) {
    this.root = root.toAbsolutePath().normalize();
  }

  /**
   * The last part of its path.
   *
   * @throws RefusedException VER-080 for the root of a file system
   */
  public String name() {
    if (root.getFileName() instanceof Path name) {
      return name.toString();
    }
    throw refused(RefusalCode.MODEL_UNREADABLE, root, "it has no name");
  }

  /** The path of a file as the model's own; empty for one outside of it. */
  public Optional<ModelPath> inside(Path file) {
    Path absolute = file.toAbsolutePath().normalize();
    return absolute.startsWith(root) && !absolute.equals(root)
        ? Optional.of(pathOf(absolute))
        : Optional.empty();
  }

  /**
   * Hashes every file.
   *
   * @param ignored files and folders that do not count
   * @throws RefusedException VER-080 for what is not there, cannot be read or has no file; VER-081
   *     for a link or anything else that is neither file nor folder, ignored or not
   */
  public ModelFiles files(Collection<ModelPath> ignored) {
    SortedMap<ModelPath, Digest> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(root)) {
      all.forEach(path -> add(files, path, ignored));
    } catch (IOException | UncheckedIOException e) {
      throw new RefusedException(
          RefusalCode.MODEL_UNREADABLE,
          "cannot read the model " + root + ": no such folder or file, or not readable: " + e,
          e);
    }
    return new ModelFiles(files);
  }

  private void add(SortedMap<ModelPath, Digest> files, Path path, Collection<ModelPath> ignored) {
    try {
      BasicFileAttributes attributes =
          Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (attributes.isSymbolicLink() || attributes.isOther()) {
        throw refused(
            RefusalCode.MODEL_ENTRY,
            path,
            "it is a link or special file; put a plain file in its place");
      }
      ModelPath name = pathOf(path);
      if (attributes.isRegularFile() && ignored.stream().noneMatch(name::isWithin)) {
        files.put(name, Digest.of(path));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ModelPath pathOf(Path path) {
    if (path.equals(root)) {
      return ModelPath.SELF;
    }
    String text = root.relativize(path).toString();
    if (text.indexOf('\uFFFD') >= 0) {
      throw refused(
          RefusalCode.MODEL_UNREADABLE, path, "its name is no text in this locale; use UTF-8");
    }
    return new ModelPath(text);
  }

  private static RefusedException refused(RefusalCode code, Path path, String found) {
    return new RefusedException(code, "cannot use " + path + " in a model: " + found);
  }
}
