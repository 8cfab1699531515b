package dev.mintmark.signer.contents;

import dev.mintmark.content.Tree;
import dev.mintmark.kit.store.ArtifactStore;
import dev.mintmark.signer.chain.ReleaseChain;
import java.util.SortedMap;

/** Reads and checks everything that a release's hand-offs name. */
public final class ContentsReader {
  private final ArtifactStore store;

  public ContentsReader(ArtifactStore store) {
    this.store = store;
  }

  /**
   * The contents.
   *
   * @throws dev.mintmark.kit.refusal.RefusedException SGN-003, SGN-005 to SGN-009; ART-002 for a
   *     damaged object
   * @throws dev.mintmark.oci.OciException for a document that no OCI client may accept
   * @throws IllegalArgumentException for a reference or a tree without its form
   */
  public ReleaseContents read(ReleaseChain chain) {
    StoredObjects objects = new StoredObjects(store);
    new ImageCheck(objects, chain).check();
    Tree smoke = objects.tree(chain.request().getRun().getSmoke());
    SortedMap<String, Tree> expected = new ModelArtifactCheck(objects, chain, smoke).check();
    new DocumentCheck(objects, chain).check();
    return new ReleaseContents(chain, smoke, expected);
  }
}
