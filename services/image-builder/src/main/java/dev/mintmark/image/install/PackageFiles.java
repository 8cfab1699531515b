package dev.mintmark.image.install;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.image.input.Workspace;
import dev.mintmark.image.refusal.ImageRefusals;
import dev.mintmark.image.request.ImagePackage;
import dev.mintmark.kit.store.ArtifactStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The packages of one build, each fetched once, on any thread. */
public final class PackageFiles {
  private final ArtifactStore store;
  private final Workspace workspace;
  private final Map<Digest, Path> fetched = new ConcurrentHashMap<>();

  public PackageFiles(ArtifactStore store, Workspace workspace) {
    this.store = store;
    this.workspace = workspace;
  }

  /**
   * The package as a file.
   *
   * @throws dev.mintmark.kit.refusal.RefusedException IMG-009 when it has another size, and as the
   *     store's reading does
   */
  Path fetch(ImagePackage wanted) throws IOException {
    return fetch("package " + wanted.file(), wanted.source());
  }

  /**
   * Any other input as a file.
   *
   * @param what for the error
   * @throws dev.mintmark.kit.refusal.RefusedException as {@link #fetch(ImagePackage)}
   */
  Path fetch(String what, Artifact source) throws IOException {
    Path file = fetched.computeIfAbsent(source.digest(), this::copy);
    if (Files.size(file) != source.size()) {
      throw ImageRefusals.notStored(
          what, source, "it has " + Files.size(file) + " bytes, announced were " + source.size());
    }
    return file;
  }

  private Path copy(Digest digest) {
    Path file = workspace.file(digest.hex() + ".package");
    store.copyTo(digest, file);
    return file;
  }

  /** A new file for a package's uncompressed data; the name is used once in a build. */
  Path spool(ImagePackage wanted) {
    String platform = wanted.platform().toString().replace('/', '-');
    return workspace.file(wanted.source().digest().hex() + "-" + platform + ".data");
  }
}
