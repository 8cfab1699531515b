package dev.mintmark.cli.request;

import dev.mintmark.content.Artifact;
import java.nio.file.Path;

/** Bytes that the artifact store must hold before the build may be requested. */
public sealed interface Upload {
  Artifact artifact();

  /** A file of the inputs. */
  record OfFile(Artifact artifact, Path file) implements Upload {}

  /** A text made here: the tree of a folder. */
  record OfBytes(Artifact artifact, byte[] bytes) implements Upload {}
}
