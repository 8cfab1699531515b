package dev.mintmark.ingest.inputs;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.content.Tree;
import dev.mintmark.ingest.request.Codes;
import dev.mintmark.ingest.request.Shown;
import dev.mintmark.kit.refusal.Refusal;
import dev.mintmark.kit.store.ArtifactStore;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/** Reads trees and looks for every file in them. */
final class Folders {
  private final ArtifactStore store;

  Folders(ArtifactStore store) {
    this.store = store;
  }

  /**
   * A tree of which every file is there.
   *
   * @throws dev.mintmark.kit.refusal.RefusedException ING-022, ING-023
   */
  Tree whole(String role, Artifact artifact) {
    Tree tree = read(role, artifact);
    Map<Digest, OptionalLong> sizes = new HashMap<>();
    for (Tree.Entry entry : tree.entries()) {
      check(role, entry, sizes.computeIfAbsent(entry.digest(), store::reuse));
    }
    return tree;
  }

  private Tree read(String role, Artifact artifact) {
    try {
      return store.readTree(artifact);
    } catch (IllegalArgumentException e) {
      throw new Refusal(
              Codes.TREE,
              role + ", " + artifact.digest(),
              Shown.of(String.valueOf(e.getMessage())),
              "send a tree: a line `<hex> <size> <path>` for each file, sorted by path")
          .asException();
    }
  }

  private static void check(String role, Tree.Entry entry, OptionalLong size) {
    if (size.isPresent() && size.getAsLong() == entry.size()) {
      return;
    }
    throw new Refusal(
            Codes.TREE_FILE,
            "the file " + Shown.of(entry.path()) + " of " + role + ", " + entry.digest(),
            size.isEmpty()
                ? "it is not in the artifact store"
                : "the tree says " + entry.size() + " bytes, the artifact has " + size.getAsLong(),
            "upload every file of the folder and make the tree from the same folder")
        .asException();
  }
}
