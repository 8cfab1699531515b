package dev.mintmark.image.input;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.Tree;
import dev.mintmark.image.refusal.ImageRefusals;
import dev.mintmark.kit.store.ArtifactStore;
import java.util.OptionalLong;

/** Reads trees and looks whether what they name is there. */
public final class Trees {
  private final ArtifactStore store;

  public Trees(ArtifactStore store) {
    this.store = store;
  }

  /**
   * @param what for the error: {@code app}
   * @throws dev.mintmark.kit.refusal.RefusedException IMG-007 when it is not a tree, and as the
   *     store's reading does
   */
  public Tree read(String what, Artifact tree) {
    try {
      return store.readTree(tree);
    } catch (IllegalArgumentException e) {
      throw ImageRefusals.notATree(what, tree, String.valueOf(e.getMessage()));
    }
  }

  /**
   * @throws dev.mintmark.kit.refusal.RefusedException IMG-009 unless the store has it in that size
   */
  public void requireStored(String what, Artifact artifact) {
    OptionalLong size = store.size(artifact.digest());
    if (size.isEmpty()) {
      throw ImageRefusals.notStored(what, artifact, "it is not in the artifact store");
    }
    if (size.getAsLong() != artifact.size()) {
      throw ImageRefusals.notStored(
          what,
          artifact,
          "it has " + size.getAsLong() + " bytes, announced were " + artifact.size());
    }
  }
}
